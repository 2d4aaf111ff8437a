"""``phaodai import area-changes FILE``: a city's own list of changes, one row a predecessor and successor."""

from typing import Any

from phaodai.city.areas.terms import AreaLevel
from phaodai.city.succession.services.facts import COLUMNS, ChangeRow, read_row, store_changes
from phaodai.core.exchange import ImportResult, RowError, importer, read_csv


@importer("area-changes")
def import_changes(*, content: bytes, dry_run: bool, by: Any) -> ImportResult:
    """Carry out changes: level, old_code, new_code, new_name, effective_on; also above_code, share (0–1), decree."""
    result, rows = ImportResult(), []
    for number, raw in read_csv(content, COLUMNS):
        result.rows += 1
        found = _checked(number, raw)
        if isinstance(found, RowError):
            result.rejected.append(found)
        else:
            rows.append(found)
    outcome = store_changes(rows=rows, by=by, source="area-changes", dry_run=dry_run)
    unknown = {int(text.split(":")[0]): text.split(": ")[1] for text in outcome.refused if ": " in text}
    result.rejected += [
        RowError(row, "old_code", "unknown_code", f"{code}: không có trong danh mục / not in the register")
        for row, code in unknown.items()
    ]
    result.accepted = outcome.links
    result.duplicates = len(rows) - outcome.links - len(unknown)
    result.rejected.sort(key=lambda error: error.row)
    return result


def _checked(number: int, raw: dict[str, str]) -> ChangeRow | RowError:
    if raw["level"] not in AreaLevel.values:
        return RowError(number, "level", "level", f"{raw['level']}: cấp không có / no such level")
    if not (raw["old_code"] and raw["new_code"] and raw["new_name"]):
        return RowError(number, "new_code", "empty", "thiếu mã hoặc tên / code or name missing")
    try:
        row = read_row(number, raw)
    except (ValueError, ZeroDivisionError):
        return RowError(
            number, "effective_on", "not_a_value", "ngày hoặc tỷ lệ không đọc được / day or share unreadable"
        )
    if row.share is not None and not 0 < row.share <= 1:
        return RowError(
            number, "share", "share", "tỷ lệ phải từ 0 đến 1 / the share must lie between 0 and 1"
        )
    return row
