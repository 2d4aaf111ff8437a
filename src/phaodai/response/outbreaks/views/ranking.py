"""Where it may have begun: places, people and clusters by excess."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from phaodai.core import clock, policy
from phaodai.core.access import requires
from phaodai.core.exchange import export_response
from phaodai.response.outbreaks import services
from phaodai.response.outbreaks.columns import CLUSTER_COLUMNS, PERSON_COLUMNS, PLACE_COLUMNS
from phaodai.response.outbreaks.queries import ranking

INVESTIGATE = "cases.investigate"
LOOK_BACKS = ("7", "14", "21", "30")


@require_safe
@requires(INVESTIGATE)
def places(request: HttpRequest) -> HttpResponseBase:
    """Place-days with several cases, against their own traffic."""
    asked = _asked(request)
    found = ranking.ranked_places(request.user, asked)
    return _answer(request, "places", found, asked, PLACE_COLUMNS)


@require_safe
@requires(INVESTIGATE)
def people(request: HttpRequest) -> HttpResponseBase:
    """People who met several cases when these can have been infected."""
    asked = _asked(request)
    found = ranking.ranked_people(request.user, asked)
    shown = [line.person.uuid for line in found.lines]
    services.note_people_read(people=shown, by=request.user, purpose="Xếp hạng nguồn lây")
    return _answer(request, "people", found, asked, PERSON_COLUMNS)


@require_safe
@requires(INVESTIGATE)
def detected(request: HttpRequest) -> HttpResponseBase:
    """Several cases at one place within some days."""
    asked = _asked(request)
    found = ranking.found_clusters(request.user, asked, clock.now())
    return _answer(request, "detected", found, asked, CLUSTER_COLUMNS)


def _asked(request: HttpRequest) -> ranking.Asked:
    days = request.GET.get("days", "")
    return ranking.asked_for(request.user, clock.now(), int(days) if days in LOOK_BACKS else None)


def _answer(
    request: HttpRequest, name: str, found: ranking.Ranking, asked: ranking.Asked, columns: list[Any]
) -> HttpResponseBase:
    is_export = request.GET.get("format") in ("xlsx", "csv")
    services.note_list_read(
        action="export" if is_export else "list_read", list_name=f"ranking_{name}",
        count=len(found.lines), filters={"days": request.GET.get("days", "")[:4]}, by=request.user,
    )  # fmt: skip
    if is_export:
        return export_response(request.GET["format"], f"xep-hang-{name}", columns, found.lines)
    about = {
        "tab": name,
        "found": found,
        "asked": asked,
        "look_backs": [(days, days) for days in LOOK_BACKS],
        "window": policy.get("outbreaks.exposure_days"),
        "rule": policy.get("outbreaks.cluster"),
        "may_follow": request.user.is_authenticated and request.user.may("chains.view"),
    }
    return render(request, f"outbreaks/{name}.html", about)
