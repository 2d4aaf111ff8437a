"""Two lists a ward sent in: one imported yesterday, one that waits because some of its rows are wrong."""

import csv
import io
from datetime import timedelta

from phaodai.city.accounts.models import User
from phaodai.command.drill.past.stage import Stage
from phaodai.core import clock
from phaodai.core.exchange import services
from phaodai.core.exchange.kinds import kinds
from phaodai.core.exchange.models import Import

SHOPS = [
    ["Tên địa điểm", "Loại", "Địa chỉ"],
    ["Tạp hóa Cô Tâm", "Cửa hàng", "Số 5, ngõ 12 Trần Khát Chân"],
    ["Nhà thuốc Minh Đức", "Nhà thuốc", "Số 31 Thanh Nhàn"],
    ["Quán phở Hạnh", "Quán ăn", "Số 118 Lạc Trung"],
]
NEWCOMERS = [
    ["STT", "Họ và tên", "Năm sinh", "Giới tính", "SĐT", "Phường", "Số hộ", "Địa chỉ"],
    ["1", "Đinh Thị Thử", "1979", "Nữ", "0900009801", "Thanh Nhàn", "1", "Số 2, ngõ 61"],
    ["2", "Đinh Văn Mẫu", "31/2/2004", "Nam", "", "Thanh Nhàn", "1", "Số 2, ngõ 61"],
    ["3", "Cù Xuân Giả", "1966", "Nam", "98765", "Phường Thanh Nhàn", "2", "Số 9, ngõ 4"],
    ["4", "Lương Thị Ví", "1991", "Nữ", "0900009804", "Phường Không Có", "3", "Số 1, ngách 3"],
    ["5", "Mạc Văn Dụ", "1958", "Nam", "0900009805", "P. Thanh Nhàn", "4", "Số 17"],
]


def plan_lists(stage: Stage) -> None:
    """Yesterday morning, and an hour ago."""
    yesterday = clock.at_local(clock.local_day(stage.now) - timedelta(days=1), 9, 20)
    stage.player.at(yesterday, _import, stage.accounts.ward_clerk)
    stage.player.at(stage.now - timedelta(hours=1), _leave_waiting, stage.accounts.ward_clerk)


def _send(kind: str, name: str, lines: list[list[str]], by: User) -> Import:
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    row = services.send_file(kind=kinds()[kind], name=name, pieces=[out.getvalue().encode()], by=by)
    return _worked(row)


def _worked(row: Import) -> Import:
    services.advance_import(row.pk)
    row.refresh_from_db()
    return row


def _checked(row: Import, by: User) -> Import:
    by_position = {position: name for name, position in row.columns.items()}
    meanings = [by_position.get(at, "") for at in range(len(row.heading["texts"]))]
    services.choose_columns(row=row, meanings=meanings, by=by)
    return _worked(row)


def _import(by: User) -> None:
    row = _checked(_send("places", "cua-hang-thiet-yeu.csv", SHOPS, by), by)
    services.write_import(row=row, only_valid=False, by=by)
    _worked(row)


def _leave_waiting(by: User) -> None:
    _checked(_send("people", "nguoi-moi-den-to-7.csv", NEWCOMERS, by), by)
