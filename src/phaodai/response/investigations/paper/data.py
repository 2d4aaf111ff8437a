"""Everything the paper says, as texts; both forms are drawn from it."""

from dataclasses import asdict, dataclass
from typing import Any

from phaodai.core import clock
from phaodai.response.investigations.models import InvestigationReport

EMPTY = "chưa có thông tin"


@dataclass(frozen=True)
class Paper:
    """The parts of the report, top to bottom. ``sections`` as they were frozen."""

    authority: str
    place_and_date: str
    title: str
    subtitle: str
    state: str
    sections: list[dict[str, Any]]
    changes: list[dict[str, str]]
    maker: str


def paper_of(report: InvestigationReport) -> Paper:
    """The paper of one version."""
    made = clock.to_local(report.made_at)
    area = report.case.area
    hours = "chưa có" if report.hours_to_list is None else f"{report.hours_to_list:g} giờ".replace(".", ",")
    return Paper(
        authority=area.parent.name if area.parent else area.name,
        place_and_date=f"ngày {made:%d} tháng {made:%m} năm {made:%Y}",
        title="BÁO CÁO ĐIỀU TRA CA BỆNH",
        subtitle=f"{report.case.code} · bản {report.version} · {made:%H:%M %d/%m/%Y}",
        state=f"Mức hoàn thiện {report.completeness}% · từ kết quả đến danh sách tiếp xúc: {hours}",
        sections=[_numbered(number, one) for number, one in enumerate(report.sections, 1)],
        changes=report.changes,
        maker=report.made_by_name,
    )


def _numbered(number: int, section: dict[str, Any]) -> dict[str, Any]:
    rows = [[label, value or EMPTY] for label, value in section["rows"]]
    return {**section, "title": f"{number}. {section['title']}", "rows": rows}


def as_json(paper: Paper) -> dict[str, Any]:
    """For the typesetter."""
    return asdict(paper)
