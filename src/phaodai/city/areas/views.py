"""Pages about areas."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from phaodai.city.areas import queries, services
from phaodai.city.areas.columns import AREA_COLUMNS
from phaodai.city.areas.forms import AreaFilter, DecideLevelForm
from phaodai.city.areas.models import Area
from phaodai.city.areas.terms import RISK_SCHEME, AreaLevel, RiskLevel
from phaodai.core.access import GuardedRequest, requires
from phaodai.core.exchange import export_response
from phaodai.core.ui.paging import asked_page

PAGE = 50


@require_safe
@requires("areas.view")
def area_list(request: GuardedRequest) -> HttpResponseBase:
    """The register: narrowed, sorted, paged, or as a spreadsheet (``?format=xlsx``)."""
    wanted = AreaFilter(request.GET).wanted()
    under = queries.visible_area(request.user, wanted["under"]) if wanted["under"] else None  # type: ignore[arg-type]
    rows = queries.area_rows(
        text=str(wanted["q"]),
        level=str(wanted["level"]),
        risk=str(wanted["risk"]),
        under=under,
        sort=str(wanted["sort"] or "name"),
    )
    if request.GET.get("format") in ("xlsx", "csv"):
        return export_response(request.GET["format"], "areas", AREA_COLUMNS, rows.iterator(chunk_size=1000))
    context = {
        "page": asked_page(request, rows, PAGE),
        "under": under,
        "above": queries.ancestors_of(under) if under else [],
        "levels": AreaLevel.choices,
        "risks": RiskLevel.choices,
        "is_narrowed": any(wanted[name] for name in ("q", "level", "risk", "under")),
    }
    return render(request, "areas/area_list.html", context)


def _area_context(request: GuardedRequest, area: Area, form: DecideLevelForm | None = None) -> dict[str, Any]:
    may_decide = services.may_decide(request.user, area)
    return {
        "area": area,
        "above": queries.ancestors_of(area),
        "status": queries.status_of(area),
        "history": list(queries.status_history(area)[:20]),
        "children": list(queries.with_status(queries.children_of(area))),
        "form": (form or DecideLevelForm()) if may_decide else None,
        "is_undecided": queries.levels_to_decide(request.user).filter(area=area).exists(),
    }


@require_safe
@requires("areas.view")
def area(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """One area: facts, level computed beside decided with its history, what lies inside."""
    found = queries.visible_area(request.user, uuid)
    return render(request, "areas/area.html", _area_context(request, found))


@require_http_methods(["POST"])
@requires("areas.decide")
def decide(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """Apply a level to an area."""
    found = queries.visible_area(request.user, uuid)
    form = DecideLevelForm(request.POST)
    if form.is_valid() and _decide(request, found, form):
        messages.success(request, _("The level of %(area)s has been decided.") % {"area": found.name})
        return redirect("areas:area", uuid=found.uuid)
    return render(request, "areas/area.html", _area_context(request, found, form), status=422)


def _decide(request: GuardedRequest, area: Area, form: DecideLevelForm) -> bool:
    try:
        services.decide_level(area=area, scheme=RISK_SCHEME, by=request.user, **form.cleaned_data)
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


@require_safe
@requires("areas.view")
def suggest(request: GuardedRequest) -> HttpResponse:
    """Areas for a field: JSON ``[{"uuid", "code", "name"}]``, or ``<option>``s for HTMX."""
    level = request.GET.get("level", "")
    found = queries.find_areas(
        request.GET.get("q", "")[:120], level=level if level in AreaLevel.values else "", limit=20
    )
    items = [{"uuid": row.uuid, "code": row.code, "name": queries.path_name(row)} for row in found]
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "areas/_suggestions.html", {"items": items})
    return JsonResponse({"items": items})
