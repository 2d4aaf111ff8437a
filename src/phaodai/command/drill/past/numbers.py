"""What the wards report by hand: two weeks of a daily sheet, one figure held, one restated, one ward missing."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from phaodai.city.areas.models import Area
from phaodai.city.indicators.models import Observation, ReportForm, Submission
from phaodai.city.indicators.services import Sheet, make_sheet, set_units, submit_sheet
from phaodai.city.indicators.services.roll import roll_up, roll_up_what_is_due
from phaodai.command.drill.past.stage import Stage
from phaodai.core import clock

DAILY = [
    "vaccination.first_doses", "vaccination.second_doses", "vaccination.adults_reached", "vaccination.doses_in_store",
    "checkpoints.posts", "checkpoints.vehicles", "checkpoints.turned_back",
    "welfare.asked", "welfare.helped", "welfare.bags",
]  # fmt: skip
USUAL = {
    "vaccination.first_doses": 140, "vaccination.second_doses": 25, "vaccination.doses_in_store": 400,
    "checkpoints.posts": 3, "checkpoints.vehicles": 420, "checkpoints.turned_back": 14,
    "welfare.asked": 12, "welfare.helped": 11, "welfare.bags": 18,
}  # fmt: skip
LONE = ["cases.reported", "deaths.reported"]
HISTORY = 14
ROLLED = 60
DUE = timedelta(hours=15)
SOURCE = "Sổ theo dõi của phường"
TITLE = "Chủ tịch UBND phường"
MISSING = 6
"""The ward, by its number, that has not reported today; it has gaps before as well."""
OWN_CLERKS = {"00271": "ward_clerk", "00286": "ward_clerk_bach_mai"}
SLIP, MENDED = "00286", "00271"
"""Bạch Mai typed two zeros too many; Thanh Nhàn corrected its count of bags."""


def plan_numbers(stage: Stage) -> None:
    """The sheet is made three weeks ago; history comes at once, yesterday and today sheet by sheet."""
    today = clock.at_local(clock.local_day(stage.now))
    stage.player.at(today - timedelta(days=21) + timedelta(hours=9), _make, stage)
    stage.player.at(today - timedelta(days=2) + timedelta(hours=20), _history, stage)
    stage.player.at(today - timedelta(days=1, hours=2), _roll, today.date())
    for back in (1, 0):
        for number, ward in enumerate(stage.wards):
            moment = today - timedelta(days=back) + timedelta(hours=14, minutes=2 * number)
            stage.player.at(min(moment, stage.now), _hand_in, stage, number, ward, back)
    stage.player.at(stage.now - timedelta(minutes=40), _mend, stage)
    stage.player.at(stage.now, _roll_again)


def _make(stage: Stage) -> None:
    by = stage.accounts.cdc
    form = make_sheet(
        title="Báo cáo nhanh hằng ngày của phường (tiêm chủng, chốt, an sinh)", indicators=DAILY, due_after=DUE,
        document="Yêu cầu báo cáo của Sở Chỉ huy (diễn tập)", by=by,
    )  # fmt: skip
    set_units(form=form, areas=stage.wards, by=by)
    district = stage.wards[0].parent
    weekly = make_sheet(
        title="Báo cáo tuần của quận: ca mắc, tử vong",
        indicators=LONE,
        due_after=DUE,
        rhythm="weekly",
        weekday="1",
        by=by,
    )
    assert district is not None
    set_units(form=weekly, areas=[district], by=by)


def _sheet() -> ReportForm:
    return ReportForm.objects.get(indicators=DAILY)


def _figures(stage: Stage, number: int, day: date) -> dict[str, Decimal]:
    """Figures that swing by a third around the usual; the running total grows with the doses."""
    values = {code: Decimal(round(usual * stage.rng.uniform(0.7, 1.3))) for code, usual in USUAL.items()}
    since = (day - date(2021, 8, 1)).days
    values["vaccination.adults_reached"] = Decimal(2_000 + 190 * since + 35 * number)
    return values


def _history(stage: Stage) -> None:
    """The days before, as one load: whole sheets, a few of the silent ward missing."""
    form, today = _sheet(), clock.local_day(stage.now)
    for back in range(HISTORY, 1, -1):
        day = today - timedelta(days=back)
        for number, ward in enumerate(stage.wards):
            if number != MISSING or back % 3:
                _one_of_the_past(stage, form, ward, number, day)


def _one_of_the_past(stage: Stage, form: ReportForm, ward: Area, number: int, day: date) -> None:
    moment = clock.at_local(day, 14, 20 + number)
    by = _clerk(stage, ward)
    submission = Submission.objects.create(
        form=form, area=ward, day=day, source=SOURCE, signed_by_name=_signer(ward), signed_by_title=TITLE,
        by_id=by.pk, by_name=by.full_name, due_at=clock.at_local(day) + DUE, submitted_at=moment,
    )  # fmt: skip
    rows = [_figure(submission, code, value, moment) for code, value in _figures(stage, number, day).items()]
    Observation.objects.bulk_create(rows)


def _figure(submission: Submission, code: str, value: Decimal, moment: datetime) -> Observation:
    return Observation(
        submission=submission, indicator=code, area_id=submission.area_id, day=submission.day, value=value,
        state="counted", by_id=submission.by_id, by_name=submission.by_name, occurred_at=moment, counted_from=moment,
    )  # fmt: skip


def _clerk(stage: Stage, ward: Area) -> Any:
    return stage.accounts.users[OWN_CLERKS.get(ward.code, "cdc")]


def _signer(ward: Area) -> str:
    return f"Chủ tịch {ward.name}"


def _hand_in(stage: Stage, number: int, ward: Area, back: int) -> None:
    if number == MISSING or (back == 0 and number % 5 == 4):
        return
    figures = _figures(stage, number, clock.today())
    if ward.code == SLIP and back == 0:
        figures["vaccination.first_doses"] = Decimal(14_200)
    _submit(stage, ward, clock.today(), figures)


def _submit(stage: Stage, ward: Area, day: date, figures: dict[str, Decimal], reason: str = "") -> None:
    sheet = Sheet(
        form=_sheet(), area=ward, day=day, figures=figures, source=SOURCE, signed_by_name=_signer(ward),
        signed_by_title=TITLE, reason=reason,
    )  # fmt: skip
    submit_sheet(sheet=sheet, by=_clerk(stage, ward))


def _mend(stage: Stage) -> None:
    """The ward found a list of receipt it had forgotten yesterday."""
    ward, day = stage.areas[MENDED], clock.today() - timedelta(days=1)
    reason = "Bổ sung danh sách ký nhận của tổ dân phố 7, bỏ sót hôm trước"
    _submit(stage, ward, day, {"welfare.bags": Decimal(41)}, reason)


def _roll_again() -> None:
    roll_up_what_is_due(ROLLED)


def _roll(today: date) -> None:
    """What was known two days ago; what changes afterwards shows as computed anew."""
    roll_up(today - timedelta(days=back) for back in range(2, ROLLED))
