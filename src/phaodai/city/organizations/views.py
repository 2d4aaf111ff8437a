"""Pages about organisations and bodies."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phaodai.city.areas.queries import visible_area
from phaodai.city.organizations import queries, services
from phaodai.city.organizations.columns import ORGANIZATION_COLUMNS
from phaodai.city.organizations.forms import (
    EditOrganizationForm,
    NewPostForm,
    OrganizationFilter,
    OrganizationForm,
)
from phaodai.city.organizations.models import Organization
from phaodai.city.organizations.terms import OrganizationKind
from phaodai.core.access import GuardedRequest, requires
from phaodai.core.exchange import export_response
from phaodai.core.ui.paging import asked_page

PAGE = 50


@require_safe
@requires("organizations.view")
def organization_list(request: GuardedRequest) -> HttpResponseBase:
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
        "page": asked_page(request, rows, PAGE),
        "under": under,
        "kinds": OrganizationKind.choices,
        "may_edit": request.user.may("organizations.edit"),
        "is_narrowed": any(wanted[name] for name in ("q", "kind", "under")),
    }
    return render(request, "organizations/organization_list.html", context)


@require_safe
@requires("organizations.view")
def organization(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One organisation or body: where it belongs, its posts; who holds them comes from `people`."""
    return _page(request, queries.visible_organization(request.user, uuid))  # type: ignore[arg-type]


def _page(request: GuardedRequest, found: Organization, post_form: NewPostForm | None = None) -> HttpResponse:
    may_edit = request.user.may("organizations.edit")
    context = {
        "organization": found,
        "posts": list(queries.posts_of(found)),
        "children": list(queries.parts_of(found)),
        "post_form": post_form or (NewPostForm(areas=queries.areas_to_choose()) if may_edit else None),
        "may_edit": may_edit,
    }
    return render(request, "organizations/organization.html", context, status=422 if post_form else 200)


@require_http_methods(["GET", "POST"])
@requires("organizations.edit")
def add(request: HttpRequest) -> HttpResponse:
    """Add an agency, business or body."""
    form = OrganizationForm(request.POST or None, **_choices())
    if request.method == "POST" and form.is_valid():
        made = _write(form, lambda facts: services.add_organization(**facts, by=request.user))
        if made is not None:
            messages.success(request, _("%(name)s is added.") % {"name": made.name})
            return redirect("organizations:organization", uuid=made.uuid)
    context = {"form": form}
    return render(
        request, "organizations/organization_form.html", context, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
@requires("organizations.edit")
def edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Correct an organisation, with the reason."""
    found = queries.visible_organization(request.user, uuid)  # type: ignore[arg-type]
    form = EditOrganizationForm(request.POST or None, initial=_facts_of(found), **_choices(found))
    if request.method == "POST" and form.is_valid():
        made = _write(
            form, lambda facts: services.edit_organization(organization=found, **facts, by=request.user)
        )
        if made is not None:
            messages.success(request, _("Corrected."))
            return redirect("organizations:organization", uuid=uuid)
    context = {"form": form, "organization": found}
    return render(
        request, "organizations/organization_form.html", context, status=422 if form.errors else 200
    )


@require_POST
@requires("organizations.edit")
def add_post(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """Add a named responsibility; a mistake shows the dialog again."""
    found = queries.visible_organization(request.user, uuid)
    form = NewPostForm(request.POST, areas=queries.areas_to_choose())
    if form.is_valid() and _write(
        form, lambda facts: services.add_post(organization=found, **facts, by=request.user)
    ):
        messages.success(request, _("The post is added. Give it to somebody on their own page."))
        return redirect("organizations:organization", uuid=uuid)
    return _page(request, found, form)


def _choices(but: Organization | None = None) -> dict[str, Any]:
    return {"areas": queries.areas_to_choose(), "parents": queries.parents_to_choose(but)}


def _facts_of(found: Organization) -> dict[str, Any]:
    names = ("name", "short_name", "code", "kind", "address", "phone", "is_active")
    linked = {
        "area": found.area.uuid if found.area else None,
        "parent": found.parent.uuid if found.parent else None,
    }
    return {name: getattr(found, name) for name in names} | linked


def _write(form: Form, write: Callable[[dict[str, Any]], Any]) -> Any:
    """Call a service; its refusal goes to the field it concerns, and None comes back."""
    try:
        return write(form.cleaned_data)
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            form.add_error(name if name in form.fields else None, texts)
        return None


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
