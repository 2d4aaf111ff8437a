"""Three notices of the district's steering committee: two followed, one still out for opinions. Texts of our own."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from phaodai.city.organizations.models import Organization
from phaodai.command.directives import services
from phaodai.command.directives.models import Assignment, Directive
from phaodai.command.directives.services import ReportFields, TaskFields, meetings
from phaodai.command.directives.services.targets import TargetFields
from phaodai.command.drill.past.stage import Stage
from phaodai.core import clock

ISSUER = "BCD-HBT"
DAY = timedelta(days=1)
FIRST = """Ngày 09/9/2021, Ban Chỉ đạo quận họp đánh giá công tác phòng, chống dịch. Ban Chỉ đạo quận kết luận như sau:

1. Trung tâm Y tế quận chủ trì, phối hợp Công an quận truy vết F1, báo cáo trước 16 giờ 00 hằng ngày.

2. UBND các phường rà soát người có bệnh nền, gửi danh sách qua Trung tâm Y tế quận trước ngày 17/9/2021.

3. Ban Chỉ huy Quân sự quận chuẩn bị 300 chỗ cách ly tập trung, hoàn thành trong ngày 13/9/2021.

4. Giao Công an quận kiểm tra các chốt kiểm soát, báo cáo trong ngày 12/9/2021.
"""
SECOND = """Ngày 12/9/2021, Ban Chỉ đạo quận họp giao ban. Kết luận:

1. Giao UBND các phường mỗi phường một số điện thoại trực 24/7, công bố trong ngày 14/9/2021.

2. Đề nghị Ban Quản lý chợ Mơ bố trí lối đi một chiều và điểm quét mã QR, xong trước ngày 15/9/2021.
"""
THIRD = """Dự thảo. Ban Chỉ đạo quận yêu cầu:

1. Trung tâm Y tế quận xây dựng phương án lấy mẫu toàn dân tại ba phường nguy cơ rất cao, trình trước ngày 16/9/2021.
"""


def plan_directives(stage: Stage) -> None:
    """Two issued notices with their reports, a meeting, and one draft."""
    today = clock.at_local(clock.local_day(stage.now))
    first, second = today - 5 * DAY, today - 2 * DAY
    stage.player.at(first + timedelta(hours=9), _issue_first, stage)
    stage.player.at(first + timedelta(hours=14), _receive, stage)
    stage.player.at(second + timedelta(hours=10), _issue_second, stage)
    stage.player.at(today - DAY + timedelta(hours=15), _report, stage)
    stage.player.at(today + timedelta(hours=7), _meet, stage)
    stage.player.at(today + timedelta(hours=9), _ask, stage)
    stage.player.at(stage.now - timedelta(minutes=5), _chase)


def _unit(stage: Stage, code: str) -> Organization:
    return stage.organizations.by_code[code]


def _committees(stage: Stage) -> list[Organization]:
    return [_unit(stage, f"UBND-{ward.code}") for ward in stage.wards]


def _local(day: int, hour: int = 23, minute: int = 59) -> datetime:
    return clock.at_local(clock.today().replace(day=day), hour, minute)


def _passage(text: str, number: int) -> str:
    return next(line for line in text.splitlines() if line.startswith(f"{number}. "))


def _draft(stage: Stage, title: str, text: str, tasks: list[dict[str, Any]]) -> Directive:
    clerk = stage.accounts.office
    draft = services.draft_directive(issuer=_unit(stage, ISSUER), title=title, text=text, by=clerk)
    for number, given in enumerate(tasks, start=1):
        fields = TaskFields(passage=_passage(text, number), **given)
        services.add_task(directive=draft, fields=fields, by=clerk)
    return draft


def _sign_and_issue(stage: Stage, draft: Directive) -> None:
    services.sign_directive(directive=draft, by=stage.accounts.authority)
    services.issue_directive(directive=draft, by=stage.accounts.office)


def _issue_first(stage: Stage) -> None:
    centre, police, army = (_unit(stage, code) for code in ("TTYT-HBT", "CA-HBT", "QS-HBT"))
    tasks = [
        {
            "action": "truy vết F1", "leads": [centre], "support": [police],
            "due_at": _local(10, 16, 0), "recurrence": "daily",
        },
        {
            "action": "rà soát người có bệnh nền", "leads": _committees(stage),
            "report_via": centre, "due_at": _local(16),
        },
        {"action": "chuẩn bị 300 chỗ cách ly tập trung", "leads": [army], "due_at": _local(13)},
        {"action": "kiểm tra các chốt kiểm soát", "leads": [police], "due_at": _local(12)},
    ]  # fmt: skip
    draft = _draft(stage, "Kết luận cuộc họp Ban Chỉ đạo quận ngày 09/9/2021", FIRST, tasks)
    seats = TargetFields("Chỗ cách ly đã chuẩn bị", goal=Decimal(300), unit="chỗ")
    services.add_target(task=draft.tasks.get(position=3), fields=seats, by=stage.accounts.office)
    _sign_and_issue(stage, draft)


def _issue_second(stage: Stage) -> None:
    tasks = [
        {
            "action": "công bố một số điện thoại trực 24/7 của mỗi phường", "leads": _committees(stage),
            "due_at": _local(14),
        },
        {
            "action": "bố trí lối đi một chiều và điểm quét mã QR", "kind": "request",
            "leads": [_unit(stage, "BQL-CM")], "due_at": _local(14),
        },
    ]  # fmt: skip
    _sign_and_issue(stage, _draft(stage, "Kết luận giao ban ngày 12/9/2021", SECOND, tasks))


def _of(stage: Stage, code: str, position: int) -> Assignment:
    rows = Assignment.objects.filter(unit=_unit(stage, code), task__position=position, parent=None)
    return rows.order_by("pk")[0]


def _receive(stage: Stage) -> None:
    services.receive_task(
        assignment=_of(stage, "TTYT-HBT", 1), by=stage.accounts.unit, handler="Khoa Kiểm soát dịch bệnh"
    )
    services.receive_task(assignment=_of(stage, "UBND-00271", 2), by=stage.accounts.ward_clerk)


def _report(stage: Stage) -> None:
    """The health centre's first round is done, ward Thanh Nhàn has sent its list, ward Bạch Mai asks for time."""
    users = stage.accounts
    first = _of(stage, "TTYT-HBT", 1)
    late = "Thiếu người nhập phiếu điều tra."
    services.report_done(
        assignment=first,
        fields=ReportFields("Đã có danh sách F1 của mọi ca mới.", explanation=late),
        by=users.unit,
    )
    services.accept_report(assignment=first, by=users.office)
    services.report_done(
        assignment=_of(stage, "UBND-00271", 2), fields=ReportFields("Danh sách 212 người, kèm số điện thoại."),
        by=users.ward_clerk,
    )  # fmt: skip
    services.ask_extension(
        assignment=_of(stage, "UBND-00286", 2), new_due_at=_local(18), reason="Hai tổ dân phố đang phong tỏa.",
        by=users.ward_clerk_bach_mai,
    )  # fmt: skip


def _meet(stage: Stage) -> None:
    meetings.call_meeting(
        host=_unit(stage, ISSUER), title="Giao ban sáng", held_at=clock.now() + timedelta(hours=1),
        chair="Trưởng Ban Chỉ đạo quận", by=stage.accounts.office,
    )  # fmt: skip


def _ask(stage: Stage) -> None:
    centre = _unit(stage, "TTYT-HBT")
    task = {
        "action": "xây dựng phương án lấy mẫu toàn dân tại ba phường nguy cơ rất cao", "leads": [centre],
        "due_at": _local(15),
    }  # fmt: skip
    draft = _draft(stage, "Lấy mẫu toàn dân tại ba phường", THIRD, [task])
    services.ask_opinions(
        directive=draft, asked=[centre], question="Lực lượng có đủ không?", by=stage.accounts.office
    )


def _chase() -> None:
    services.open_due_rounds()
    services.chase_due()
