"""The explorer: any indicator × area × time, as table, chart, map and file. The address says everything."""

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phaodai.city.areas.models import Area
from phaodai.city.areas.terms import AreaLevel
from phaodai.city.boundaries.addresses import shapes_url
from phaodai.city.indicators.columns import answer_columns, answer_lines
from phaodai.city.indicators.forms import ExplorerForm
from phaodai.city.indicators.queries import explorer as ask
from phaodai.city.indicators.queries.carried import notes_on
from phaodai.city.indicators.queries.places import (
    levels_below,
    named_area,
    named_areas,
    starting_area,
    way_up,
)
from phaodai.city.indicators.registry import all_indicators
from phaodai.core import clock, policy
from phaodai.core.access import GuardedRequest, requires
from phaodai.core.exchange import export_response
from phaodai.core.ui.paging import asked_page
from phaodai.core.ui.values import Series

TABS = ("table", "chart", "map")
PAGE = 60
MOST_LINES = 6


def asked_area(request: GuardedRequest) -> Area:
    """The area of the address, else where the user works."""
    if request.GET.get("area"):
        return named_area(request.user, request.GET["area"])
    found = starting_area(request.user)
    if found is None:
        raise Http404
    return found


def asked(request: GuardedRequest) -> ask.Question:
    """The question of an address."""
    return ExplorerForm(request.GET).question(
        asked_area(request), named_areas(request.GET.getlist("compare"))
    )


@require_safe
@requires("indicators.view")
def explore(request: GuardedRequest) -> HttpResponseBase:
    """The page, or its table as a file (``?format=xlsx``)."""
    question = asked(request)
    answer = ask.explore(question)
    if request.GET.get("format") in ("xlsx", "csv"):
        return export_response(request.GET["format"], "so-lieu", answer_columns(answer), answer_lines(answer))
    answer.lines.sort(key=_order(request.GET.get("sort", ""), question))
    return render(request, "indicators/explorer.html", _context(request, answer))


def _order(sort: str, question: ask.Question) -> Any:
    way, key = (-1, sort[1:]) if sort.startswith("-") else (1, sort)
    codes = [row.code for row in question.indicators]
    if key == "name" or (key not in codes and key != "whole"):
        return lambda line: line.area.sort_key

    def by_value(line: ask.Line) -> tuple[bool, float, str]:
        cell = line.whole if key == "whole" or question.is_one else line.cells[codes.index(key)]
        return cell.value is None, way * (cell.value or 0), line.area.sort_key

    return by_value


def _context(request: GuardedRequest, answer: ask.Answer) -> dict[str, Any]:
    question, tab = answer.question, request.GET.get("tab", "")
    page = asked_page(request, answer.lines, PAGE)
    tab = tab if tab in TABS else "table"
    return {
        "answer": answer,
        "question": question,
        "page": page,
        "tab": tab,
        "tabs": _tabs(request, tab),
        "indicator": question.indicators[0] if question.is_one else None,
        "groups": _groups(question),
        "measures": _measures(question),
        "levels": [(level, AreaLevel(level).label) for level in levels_below(question.area)],
        "steps": [("day", _("Day")), ("week", _("Week")), ("month", _("Month"))],
        "above": way_up(question.area),
        "today": clock.today(),
        "small": policy.get("indicators.small_number"),
        "chart": _chart(question, page.object_list) if tab == "chart" else None,
        "map_feed": _map_feed(question) if tab == "map" else "",
        "shapes": _shapes(answer) if tab == "map" else "",
        "notes": notes_on([line.area for line in answer.lines], question.first),
        "compare_all": [line.area for line in answer.lines],
        "compared": {area.pk for area in question.compared},
    }


def _tabs(request: GuardedRequest, current: str) -> list[dict[str, Any]]:
    words = {"table": _("Table"), "chart": _("Chart"), "map": _("Map")}
    query = request.GET.copy()
    found = []
    for name in TABS:
        query["tab"] = name
        found.append({"label": words[name], "url": "?" + query.urlencode(), "current": name == current})
    return found


def _groups(question: ask.Question) -> list[tuple[str, list[tuple[str, Any, bool]]]]:
    chosen = {row.code for row in question.indicators}
    found: dict[str, list[tuple[str, Any, bool]]] = {}
    for row in all_indicators():
        found.setdefault(str(row.topic), []).append((row.code, row.title, row.code in chosen))
    return list(found.items())


def _measures(question: ask.Question) -> list[tuple[str, str]]:
    words = [("number", _("Number")), ("per_100k", _("Per 100,000 people"))]
    if question.is_one and question.indicators[0].kind == "flow":
        words.append(("sum7", _("Sum of 7 days")))
    if question.is_one and question.indicators[0].denominator:
        words.append(("share", _("Per cent of the whole")))
    return words


def _chart(question: ask.Question, lines: Any) -> dict[str, Any]:
    """Day by day: the areas compared, else the area asked and those of the page with the largest figures."""
    if not question.is_one:
        return _beside_each_other(question)
    areas = list(question.compared) or [question.area, *_largest(lines)]
    areas = areas[:MOST_LINES]
    days = ask.by_day(question, areas)
    series = [Series(area.name, tuple(days[area.pk].get(day) for day in question.days)) for area in areas]
    label = f"{question.indicators[0].title}, {question.area.name}"
    kind = "lines" if len(series) > 1 or question.indicators[0].kind != "flow" else "bars"
    return {"kind": kind, "days": question.days, "series": series, "label": label}


def _beside_each_other(question: ask.Question) -> dict[str, Any]:
    """Several indicators of the area asked, day by day."""
    rows = question.indicators[:MOST_LINES]
    series = [Series(str(row.title), ask.days_of(question, row)) for row in rows]
    return {"kind": "lines", "days": question.days, "series": series, "label": question.area.name}


def _largest(lines: Any) -> list[Area]:
    ranked = sorted(lines, key=lambda line: -(line.whole.value or 0))
    return [line.area for line in ranked[:3] if line.whole.value]


def _map_feed(question: ask.Question) -> str:
    """Where the map gets its values: one for each area and day."""
    values = {
        "code": question.indicators[0].code, "area": str(question.area.uuid), "level": question.level,
        "since": question.first.isoformat(), "until": question.last.isoformat(), "measure": question.measure,
    }  # fmt: skip
    return f"{reverse('api:indicator_days')}?{urlencode(values)}"


def _shapes(answer: ask.Answer) -> str:
    """Where the map gets the shapes of the areas shown, as they are on the last day; "" where there are none."""
    if not answer.lines:
        return ""
    return shapes_url(answer.question.area, answer.lines[0].area.level, answer.question.last)


@require_safe
@requires("indicators.view")
def catalogue(request: GuardedRequest) -> HttpResponse:
    """Every indicator with its definition, source and denominator."""
    groups: dict[str, list[Any]] = {}
    for row in all_indicators():
        groups.setdefault(str(row.topic), []).append(row)
    return render(request, "indicators/catalogue.html", {"groups": groups.items()})
