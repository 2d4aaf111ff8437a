"""Numbers by API: definitions, the explorer's table, values by day for maps, and sheets handed in."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404
from ninja import Query, Router, Schema

from phaodai.city.indicators.columns import heading
from phaodai.city.indicators.forms import ExplorerForm
from phaodai.city.indicators.queries import explorer as ask
from phaodai.city.indicators.queries.places import named_area, named_areas, starting_area
from phaodai.city.indicators.registry import all_indicators, known
from phaodai.core.access import GuardedRequest, requires
from phaodai.core.access.api import ERRORS

router = Router(tags=["indicators"])


class IndicatorOut(Schema):
    """One definition. ``origin`` "computed" counts rows of a module, "reported" is told by units."""

    code: str
    title: str
    topic: str
    unit: str
    kind: str
    better: str
    origin: str
    source: str
    denominator: str
    note: str
    has_days: bool


class AreaValues(Schema):
    """One area's values in the order of ``columns``; null is unknown, never zero."""

    uuid: UUID
    code: str
    name: str
    level: str
    population: int | None
    values: list[float | None]
    given: list[int | None]
    owed: list[int | None]
    held: list[int]


class TableOut(Schema):
    """The explorer's table."""

    area: UUID
    since: date
    until: date
    measure: str
    columns: list[str]
    total: AreaValues
    areas: list[AreaValues]


class PlaceDays(Schema):
    """One area's value on each of ``days``; null is unknown."""

    uuid: UUID
    code: str
    name: str
    level: str
    latitude: float | None
    longitude: float | None
    population: int | None
    values: list[float | None]


class DaysOut(Schema):
    """One indicator of many areas by day: what a map with a slider shows."""

    code: str
    title: str
    unit: str
    kind: str
    measure: str
    area: UUID
    days: list[date]
    areas: list[PlaceDays]


class TableQuery(Schema):
    """What is asked, as in the explorer's address."""

    code: list[str] = []
    area: str = ""
    level: str = ""
    since: date | None = None
    until: date | None = None
    by: str = ""
    measure: str = "number"
    compare: list[str] = []


def _question(request: GuardedRequest, asked: TableQuery) -> ask.Question:
    area = named_area(request.user, asked.area) if asked.area else starting_area(request.user)
    rows = known(asked.code)
    if area is None or (asked.code and len(rows) != len(set(asked.code))):
        raise Http404
    data = {
        "level": asked.level,
        "by": asked.by,
        "measure": asked.measure,
        "since": asked.since,
        "until": asked.until,
    }
    plain = ExplorerForm(data).question(area, named_areas(asked.compare))
    return ask.Question(
        tuple(rows) or plain.indicators, area, plain.first, plain.last, plain.level, plain.by, plain.measure,
        plain.compared,
    )  # fmt: skip


@router.get("", response={200: list[IndicatorOut], **ERRORS}, summary="Every indicator with its definition")
@requires("indicators.view")
def list_indicators(request: GuardedRequest) -> Any:
    """All indicators: what they count, where the figure comes from, what it is a share of."""
    return [_definition(row) for row in all_indicators()]


def _definition(row: Any) -> dict[str, Any]:
    texts = {name: str(getattr(row, name)) for name in ("title", "topic", "unit", "source", "note")}
    plain = {name: getattr(row, name) for name in ("code", "kind", "better", "denominator", "has_days")}
    return texts | plain | {"origin": "reported" if row.is_reported else "computed"}


@router.get("/values", response={200: TableOut, **ERRORS}, summary="The explorer's table")
@requires("indicators.view")
def read_values(request: GuardedRequest, asked: Query[TableQuery]) -> Any:
    """One indicator by days, weeks or months, or several for the whole period, of an area and those inside it."""
    answer = ask.explore(_question(request, asked))
    question = answer.question
    return {
        "area": question.area.uuid, "since": question.first, "until": question.last, "measure": question.measure,
        "columns": [heading(column) if question.is_one else column.code for column in answer.columns],
        "total": _line(answer.total), "areas": [_line(line) for line in answer.lines],
    }  # fmt: skip


def _place(area: Any) -> dict[str, Any]:
    names = ("uuid", "code", "name", "level", "population", "latitude", "longitude")
    return {name: getattr(area, name) for name in names}


def _line(line: ask.Line) -> dict[str, Any]:
    told = [cell.told for cell in line.cells]
    return _place(line.area) | {
        "values": [cell.value for cell in line.cells],
        "given": [one.given if one else None for one in told],
        "owed": [one.owed if one else None for one in told],
        "held": [one.held if one else 0 for one in told],
    }


@router.get(
    "/days",
    response={200: DaysOut, **ERRORS},
    summary="One indicator of many areas by day",
    url_name="indicator_days",
)
@requires("indicators.view")
def read_days(request: GuardedRequest, asked: Query[TableQuery]) -> Any:
    """Every area inside (or of ``level``), every day from ``since`` to ``until``: one value each, null where unknown."""
    question = _question(request, asked)
    areas = ask.areas_inside(question)
    values = ask.measured_days(question, areas)
    row = question.indicators[0]
    return {
        "code": row.code, "title": str(row.title), "unit": str(row.unit), "kind": row.kind, "measure": question.measure,
        "area": question.area.uuid, "days": question.days,
        "areas": [_place(area) | {"values": values[area.pk]} for area in areas],
    }  # fmt: skip
