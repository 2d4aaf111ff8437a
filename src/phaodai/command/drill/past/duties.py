"""Who answers for what in the district and its wards, two wards with gaps, and a roster with one night missing."""

from datetime import timedelta

from phaodai.city.areas.models import Area
from phaodai.city.duties.services import name_responsible, plan_shift
from phaodai.city.duties.terms import Job, Part
from phaodai.city.people.models import PostHolding
from phaodai.command.drill.past.stage import Stage
from phaodai.core import clock

# job, organisation, post of its owner
OF_DISTRICT = [
    (Job.OVERALL, "UBND-HBT", "Chủ tịch UBND quận"),
    (Job.TRACING, "TTYT-HBT", "Trưởng khoa Kiểm soát dịch bệnh"),
    (Job.TESTING, "TTYT-HBT", "Giám đốc Trung tâm Y tế"),
    (Job.QUARANTINE, "QS-HBT", "Chỉ huy trưởng"),
    (Job.WELFARE, "UBND-HBT", "Phó Chủ tịch UBND quận phụ trách văn xã"),
    (Job.SECURITY, "CA-HBT", "Trưởng Công an quận"),
    (Job.INFORMATION, "SCH-HBT", "Thường trực thông tin, tổng hợp"),
]
DEPUTY = (Job.OVERALL, "UBND-HBT", "Phó Chủ tịch UBND quận phụ trách văn xã")
OF_WARD = [
    (Job.OVERALL, "UBND", "Chủ tịch UBND phường"),
    (Job.TRACING, "TYT", "Trạm trưởng Trạm Y tế"),
    (Job.TESTING, "TYT", "Trạm trưởng Trạm Y tế"),
    (Job.QUARANTINE, "UBND", "Trưởng Công an phường"),
    (Job.WELFARE, "UBND", "Tổ trưởng Tổ COVID-19 cộng đồng"),
    (Job.INFORMATION, "UBND", "Tổ trưởng Tổ COVID-19 cộng đồng"),
]
OPEN_JOBS = {3: {Job.WELFARE, Job.INFORMATION}, 6: {Job.TRACING}}
"""By number of the ward: the jobs nobody was named for."""
DECISION = "Quyết định phân công của Trưởng Ban Chỉ đạo quận (diễn tập)"
ROSTER = ("SCH-HBT", "TTYT-HBT")
HOURS, DAYS = 8, 3
MISSING = ("TTYT-HBT", 6)
"""Tomorrow night at the health centre: nobody is put down."""


def plan_duties(stage: Stage) -> None:
    """Named three weeks ago; the roster is made this morning."""
    today = clock.at_local(clock.local_day(stage.now))
    stage.player.at(today - timedelta(days=20) + timedelta(hours=8), _name, stage)
    stage.player.at(today + timedelta(minutes=1), _plan_roster, stage)


def _holders() -> dict[tuple[str, str], PostHolding]:
    """Who holds each post, by code of the organisation and title."""
    rows = PostHolding.objects.select_related("post__organization", "person")
    return {(row.post.organization.code, row.post.title): row for row in rows}


def _name(stage: Stage) -> None:
    holders = _holders()
    district = stage.wards[0].parent
    assert district is not None
    for job, code, title in OF_DISTRICT:
        _one(stage, district, job, holders[code, title])
    job, code, title = DEPUTY
    _one(stage, district, job, holders[code, title], Part.DEPUTY)
    for number, ward in enumerate(stage.wards):
        for job, kind, title in OF_WARD:
            if job not in OPEN_JOBS.get(number, ()):
                _one(stage, ward, job, holders[f"{kind}-{ward.code}", title])


def _one(stage: Stage, area: Area, job: Job, holding: PostHolding, part: Part = Part.OWNER) -> None:
    name_responsible(
        area=area, job=job, part=part, person=holding.person, office=holding.post.title,
        phone=holding.post.organization.phone, document=DECISION, by=stage.accounts.office,
    )  # fmt: skip


def _plan_roster(stage: Stage) -> None:
    """Three people take turns of eight hours."""
    people = [stage.person(index) for index in stage.healthy(6, ward=0)]
    start = clock.at_local(clock.today(), 6) - timedelta(hours=HOURS)
    for place, code in enumerate(ROSTER):
        office = stage.organizations.by_code[code]
        turns = people[place * 3 : place * 3 + 3]
        for number in range(DAYS * 24 // HOURS):
            if (code, number) != MISSING:
                begins = start + timedelta(hours=HOURS * number)
                plan_shift(
                    organization=office, person=turns[number % 3], start=begins,
                    end=begins + timedelta(hours=HOURS), phone=office.phone, by=stage.accounts.office,
                )  # fmt: skip
