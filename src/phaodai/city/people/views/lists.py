"""Lists of people: the register, a household, suggestions."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from phaodai.city.areas.queries import visible_area
from phaodai.city.people import queries, services
from phaodai.city.people.columns import PEOPLE_COLUMNS
from phaodai.city.people.forms import PeopleFilter
from phaodai.city.people.terms import Look, Sex
from phaodai.core.access import GuardedRequest, requires
from phaodai.core.exchange import export_response
from phaodai.core.ui.paging import asked_page

PAGE = 50
SUGGESTIONS = 10


def _asked(request: HttpRequest, wanted: dict[str, Any]) -> dict[str, Any]:
    """The filters as the queries take them."""
    first, _dash, last = str(wanted["born"]).partition("-")
    return {
        "text": wanted["q"],
        "area": visible_area(request.user, wanted["area"]) if wanted["area"] else None,  # type: ignore[arg-type]
        "sex": wanted["sex"],
        "born_from": int(first) if first else None,
        "born_to": int(last or first) if first else None,
        "sort": wanted["sort"] or "name",
    }


def _filters(wanted: dict[str, Any]) -> dict[str, str]:
    """The filters as they are put on record; the search text itself may be a number of a paper and is not."""
    return {name: str(value) for name, value in wanted.items() if value and name not in ("q", "sort")}


@require_safe
@requires("people.view")
def people_list(request: GuardedRequest) -> HttpResponseBase:
    """People in reach: narrowed, in name order, paged, or as a masked spreadsheet (``?format=xlsx``)."""
    wanted = PeopleFilter(request.GET.dict()).wanted()
    asked = _asked(request, wanted)
    if request.GET.get("format") in ("xlsx", "csv"):
        rows = queries.list_people(request.user, **asked)
        services.record_listing(
            by=request.user, action="export", count=rows.count(), filters=_filters(wanted)
        )
        found = queries.with_identifiers(rows).iterator(chunk_size=1000)
        return export_response(request.GET["format"], "people", PEOPLE_COLUMNS, found)
    page = asked_page(request, queries.page_people(request.user, **asked), PAGE)
    services.record_listing(
        by=request.user, action="list_read", count=len(page.object_list), filters=_filters(wanted)
    )
    context = {
        "page": page,
        "lines": [queries.display_person(person, request.user) for person in page.object_list],
        "areas": queries.area_choices(request.user, "people.view"),
        "sexes": Sex.choices,
        "may_add": request.user.may("people.edit"),
        "may_open": request.user.may("emergency.open"),
        "is_narrowed": any(wanted[name] for name in ("q", "area", "sex", "born")),
    }
    return render(request, "people/list.html", context)


@require_safe
@requires("people.view")
def household(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A household: address and who lives there."""
    found, members = services.open_household(uuid=uuid, by=request.user, look=Look.HOUSEHOLD)
    lines = [queries.display_person(member, request.user) for member in members]
    return render(request, "people/household.html", {"household": found, "lines": lines})


@require_safe
@requires("people.search")
def suggest(request: HttpRequest) -> HttpResponse:
    """People for a field: JSON ``{"items": [{"uuid", "name", "year", …}]}``, or options for HTMX."""
    found = queries.search_people(request.user, request.GET.get("q", "")[:120], limit=SUGGESTIONS)
    lines = [queries.display_person(person, request.user) for person in found]
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "people/_suggestions.html", {"lines": lines})
    items = [
        {
            "uuid": line.uuid,
            "name": line.full_name,
            "year": line.birth_year,
            "area": line.area,
            "phone": line.phone,
        }
        for line in lines
    ]
    return JsonResponse({"items": items})
