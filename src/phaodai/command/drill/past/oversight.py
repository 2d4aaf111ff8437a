"""What the data officer finds in the demo: an opening to review, an unusual look, a file; and a role that ends soon."""

from datetime import timedelta

from phaodai.city.accounts.permissions import Role
from phaodai.city.accounts.services import grant_role
from phaodai.city.oversight.services import find_unusual, open_emergency, read_emergency, request_file
from phaodai.city.people.models import Person
from phaodai.command.drill.past.stage import Stage
from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.audit.services import record_read

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
READS_AT_NIGHT = 24


def plan_oversight(stage: Stage) -> None:
    """Yesterday night a tracer read much; this morning somebody opened one record in an emergency."""
    stage.player.at(stage.now - DAY, _lend_a_role, stage)
    night = clock.at_local(clock.local_day(stage.now) - DAY, 23)
    stage.player.at(night, _read_at_night, stage)
    stage.player.at(stage.now - 3 * HOUR, _open_in_an_emergency, stage)
    stage.player.at(stage.now - 2 * HOUR, _ask_the_rules, stage)
    stage.player.at(stage.now - HOUR, _ask_for_a_file, stage)


def _lend_a_role(stage: Stage) -> None:
    """The ward clerk of Bạch Mai stands in at Thanh Nhàn for ten more days."""
    grant_role(
        user=stage.accounts.ward_clerk_bach_mai, role=Role.WARD_CLERK, area=stage.areas["00271"],
        until=clock.real_now() + 10 * DAY, by=SYSTEM_ACTOR, reason="Trực thay trong thời gian đồng nghiệp đi tăng cường",
    )  # fmt: skip


def _people(stage: Stage, count: int) -> list[Person]:
    return [stage.person(index) for index in stage.healthy(count)]


def _read_at_night(stage: Stage) -> None:
    people = _people(stage, READS_AT_NIGHT)
    record_read(
        actor=stage.accounts.investigator, subject_type="person", purpose="Xem hồ sơ",
        subject_ids=[person.uuid for person in people],
    )  # fmt: skip


def _open_in_an_emergency(stage: Stage) -> None:
    """Ten minutes with a record, because an ambulance asked; not reviewed yet."""
    [person] = _people(stage, 1)
    number = person.identifiers.filter(kind="citizen").values_list("value", flat=True).first()
    opening = open_emergency(
        number=number or person.phone, ground="life",
        reason="Cấp cứu 115 hỏi người bệnh có đang phải cách ly không", by=stage.accounts.investigator,
    )  # fmt: skip
    read_emergency(opening=opening, by=stage.accounts.investigator)


def _ask_the_rules(stage: Stage) -> None:
    find_unusual(day=clock.today() - DAY)


def _ask_for_a_file(stage: Stage) -> None:
    [person] = _people(stage, 1)
    number = person.identifiers.filter(kind="citizen").values_list("value", flat=True).first()
    request_file(
        number=number or person.phone, audience="person", reason="Đơn đề nghị số 31, đã kiểm tra giấy tờ tại quầy",
        by=stage.accounts.data_officer,
    )  # fmt: skip
