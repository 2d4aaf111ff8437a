"""Pages about organisations and bodies."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from phaodai.city.areas.queries import visible_area
from phaodai.city.organizations import queries
from phaodai.city.organizations.columns import ORGANIZATION_COLUMNS
from phaodai.city.organizations.forms import OrganizationFilter
from phaodai.city.organizations.terms import OrganizationKind
from phaodai.core.access import requires
from phaodai.core.exchange import export_response

PAGE = 50


@require_safe
@requires("organizations.view")
def organization_list(request: HttpRequest) -> HttpResponseBase:
    """Organisations and bodies: narrowed, sorted, paged, or as a spreadsheet (``?format=xlsx``)."""
    wanted = OrganizationFilter(request.GET).wanted()
    under = visible_area(request.user, wanted["under"]) if wanted["under"] else None  # type: ignore[arg-type]
    rows = queries.organization_rows(
        text=str(wanted["q"]), kind=str(wanted["kind"]), under=under, sort=str(wanted["sort"] or "name")
    )
    if request.GET.get("format") in ("xlsx", "csv"):
        every = rows.iterator(chunk_size=1000)
        return export_response(request.GET["format"], "organizations", ORGANIZATION_COLUMNS, every)
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "under": under,
        "kinds": OrganizationKind.choices,
        "is_narrowed": any(wanted[name] for name in ("q", "kind", "under")),
    }
    return render(request, "organizations/organization_list.html", context)


@require_safe
@requires("organizations.view")
def organization(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One organisation or body: where it belongs, its posts; who holds them comes from `people`."""
    found = queries.visible_organization(request.user, uuid)  # type: ignore[arg-type]
    context = {
        "organization": found,
        "posts": list(queries.posts_of(found)),
        "children": list(queries.parts_of(found)),
    }
    return render(request, "organizations/organization.html", context)


@require_safe
@requires("organizations.view")
def suggest(request: HttpRequest) -> HttpResponse:
    """Organisations for a field: JSON ``{"items": [{"uuid", "code", "name"}]}``, or ``<option>``s for HTMX."""
    kind = request.GET.get("kind", "")
    found = queries.find_organizations(
        request.GET.get("q", "")[:120], kind=kind if kind in OrganizationKind.values else ""
    )
    items = [{"uuid": row.uuid, "code": row.code, "name": row.name} for row in found]
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "organizations/_suggestions.html", {"items": items})
    return JsonResponse({"items": items})


@require_safe
@requires("organizations.view")
def area_panel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """On an area's page: the posts that answer for it and the organisations seated there."""
    area = visible_area(request.user, uuid)  # type: ignore[arg-type]
    organizations, total = queries.organizations_in(area)
    context = {
        "area": area,
        "posts": list(queries.posts_for(area)),
        "organizations": organizations,
        "total": total,
    }
    return render(request, "organizations/_area_panel.html", context)
