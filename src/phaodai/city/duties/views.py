"""Who is responsible here, where nobody is, who is on duty."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phaodai.city.areas.models import Area
from phaodai.city.areas.queries import visible_area
from phaodai.city.duties import forms, queries, services
from phaodai.city.organizations.queries import visible_organization
from phaodai.core import clock
from phaodai.core.access import GuardedRequest, requires
from phaodai.core.ui.paging import asked_page

VIEW, EDIT = "responsibility.view", "responsibility.edit"


@require_safe
@requires(VIEW)
def area_panel(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """On an area's page: who answers for each job, own or from around it."""
    area = visible_area(request.user, uuid)
    return render(request, "duties/_area_panel.html", _lines(request, area))


def _lines(request: GuardedRequest, area: Area) -> dict[str, Any]:
    lines = queries.responsible_here(area, clock.today())
    may = request.user.may(EDIT) and services.may_name(request.user, area)
    return {"area": area, "lines": [line for line in lines if line.owner or line.deputies], "may_edit": may}


@require_safe
@requires(VIEW)
def area(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """One area: every job, the history, and naming somebody."""
    found = visible_area(request.user, uuid)
    context = _lines(request, found) | {
        "all_lines": queries.responsible_here(found, clock.today()),
        "rows": queries.duties_of(found),
    }
    context["form"] = forms.NameForm(auto_id="name_%s") if context["may_edit"] else None
    return render(request, "duties/area.html", context)


def _do(request: HttpRequest, deed: Callable[[], Any], done: str, name: str, **where: Any) -> HttpResponse:
    try:
        deed()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except PermissionDenied:
        raise Http404 from None
    else:
        messages.success(request, done)
    return redirect(name, **where)


def _mistakes(request: HttpRequest, form: Any, name: str, **where: Any) -> HttpResponse:
    for field, errors in form.errors.items():
        messages.error(request, f"{form.fields[field].label}: {' '.join(map(str, errors))}")
    return redirect(name, **where)


@require_POST
@requires(EDIT)
def name(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Name somebody for a job of an area."""
    found = visible_area(request.user, uuid)  # type: ignore[arg-type]
    if not services.may_name(request.user, found):
        raise Http404
    form = forms.NameForm(request.POST)
    if not form.is_valid():
        return _mistakes(request, form, "duties:area", uuid=uuid)
    given = form.cleaned_data
    return _do(
        request,
        lambda: services.name_responsible(area=found, by=request.user, **given),
        _("Named."),
        "duties:area",
        uuid=uuid,
    )


@require_POST
@requires(EDIT)
def relieve(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Somebody no longer answers for it; ``uuid`` is the responsibility's."""
    row = queries.duty_for(request.user, uuid)
    if not services.may_name(request.user, row.area):
        raise Http404
    return _do(
        request,
        lambda: services.relieve_responsible(responsibility=row, by=request.user),
        _("Relieved."),
        "duties:area",
        uuid=row.area.uuid,
    )


@require_safe
@requires(VIEW)
def gaps(request: HttpRequest) -> HttpResponse:
    """Districts and wards where a required job has nobody of their own; those in the reader's reach first."""
    own = queries.own_areas(request.user)
    found = sorted(queries.gaps(None, clock.today()), key=lambda gap: gap.area.pk not in own)
    page = asked_page(request, found, 50)
    return render(request, "duties/gaps.html", {"page": page})


@require_safe
@requires(VIEW)
def roster(request: HttpRequest) -> HttpResponse:
    """Who is on duty now and in the next days."""
    start = clock.day_bounds(clock.today())[0]
    end = start + timedelta(days=7)
    shifts = queries.roster(clock.now(), end)
    context = {
        "now_on_duty": queries.on_duty(clock.now()),
        "shifts": shifts,
        "uncovered": queries.uncovered(shifts, clock.now(), end),
    }
    return render(request, "duties/roster.html", context)


@require_safe
@requires(VIEW)
def organization_roster(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One organisation's roster, and planning it."""
    found = visible_organization(request.user, uuid)  # type: ignore[arg-type]
    start = clock.day_bounds(clock.today())[0]
    may = services.may_plan(request.user, found)
    context = {
        "organization": found,
        "shifts": queries.roster(start, start + timedelta(days=31), organization=found.pk),
        "form": forms.ShiftForm(auto_id="shift_%s") if may else None,
    }
    return render(request, "duties/organization_roster.html", context)


@require_POST
@requires(EDIT)
def plan(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Put somebody on duty at an organisation."""
    found = visible_organization(request.user, uuid)  # type: ignore[arg-type]
    if not services.may_plan(request.user, found):
        raise Http404
    form = forms.ShiftForm(request.POST)
    if not form.is_valid():
        return _mistakes(request, form, "duties:organization_roster", uuid=uuid)
    given = form.cleaned_data
    return _do(
        request,
        lambda: services.plan_shift(organization=found, by=request.user, **given),
        _("Planned."),
        "duties:organization_roster",
        uuid=uuid,
    )
