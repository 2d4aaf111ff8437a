"""The call sheet on paper. Vietnamese whatever the reader's language."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from phaodai.city.papers.offices import Office
from phaodai.core import clock
from phaodai.core.documents.words import moment
from phaodai.core.ui.values import PathNode
from phaodai.response.cases.models import Case
from phaodai.response.tracing.queries.lines import ContactLine

TEMPLATE = Path(__file__).parent / "call_sheet.typ"
NOTE = "Dữ liệu sức khỏe: giữ kín, hủy sau khi dùng. Cùng chỗ, cùng giờ chưa phải là F1; chỉ người được phân công kết luận."


def sheet_content(
    lines: Iterable[ContactLine], *, case: Case, office: Office, total: int, by: Any, at: datetime
) -> dict[str, Any]:
    """Everything the paper says."""
    rows = [_cells(number, line) for number, line in enumerate(lines, 1)]
    return {
        "title": f"Phiếu gọi người tiếp xúc, ca {case.code}",
        "case": case.code,
        "about": f"{len(rows)} / {total} người; số liệu đến {moment(at)}",
        "heading": office.heading(clock.local_day(at)),
        "rows": rows,
        "note": NOTE,
        "signature": {
            "recipients": [],
            "lines": ["Người gọi"],
            "name": "",
            "signed_at": "",
            "unsigned": "(ký, ghi rõ họ tên)",
        },
    }


def _cells(number: int, line: ContactLine) -> list[str]:
    about = " · ".join(filter(None, [str(line.birth_year or ""), line.sex, line.area, line.address]))
    called = line.call.text if line.call.kind != "new" else ""
    return [
        str(number), f"{line.name}\n{about}", line.phone or "–",
        path_text(line.reason.path) if line.reason else "", "●" * line.reason.bars if line.reason else "",
        called, line.conclusion.text if line.state != "candidate" else "",
    ]  # fmt: skip


def path_text(nodes: Iterable[PathNode]) -> str:
    """A reason in one line: "Ca HBT-0412 → Chợ Mơ → 14/9 07:00–08:00, 42 phút cùng chỗ"."""
    parts = [", ".join(filter(None, [str(node.label), str(node.time), str(node.strong)])) for node in nodes]
    return " → ".join(filter(None, parts))
