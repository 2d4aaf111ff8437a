"""A case by telephone: one minute, four fields, and no second record of somebody who is known."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phaodai.city.people.models import Person
from phaodai.city.people.queries import display_person, person_for
from phaodai.core.access import requires
from phaodai.response.cases import queries, services
from phaodai.response.cases.forms import ReportForm
from phaodai.response.cases.views.dialogs import show_error

NEW = "new"


@requires("cases.report")
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponseBase:
    """Report a suspected case; people who may be the same are offered before anybody is registered."""
    areas = list(queries.reporting_areas(request.user))
    if request.method != "POST":
        first = {"area": str(areas[0].uuid)} if len(areas) == 1 else _own_area(request, areas)
        return _page(request, ReportForm(areas=areas, initial={**first, **_prefilled(request)}))
    form = ReportForm(request.POST, areas=areas)
    if not form.is_valid():
        return _page(request, form, status=422)
    similar = [] if form.cleaned_data["person"] else queries.people_alike(request.user, form.cleaned_data)
    if similar:
        return _page(request, form, similar)
    return _report(request, form)


def _own_area(request: HttpRequest, areas: list[Any]) -> dict[str, str]:
    own = queries.first_reporting_area(request.user, areas)
    return {"area": str(own.uuid)} if own else {}


def _prefilled(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in ("name", "phone", "birth_year") if request.GET.get(name)}


def _page(
    request: HttpRequest, form: ReportForm, similar: list[Person] | None = None, status: int = 200
) -> HttpResponseBase:
    live = queries.live_case_codes(request.user, similar or [])
    lines = [
        (display_person(person, request.user), live.get(person.pk), person.uuid) for person in similar or []
    ]
    return render(request, "cases/report.html", {"form": form, "similar": lines}, status=status)


def _report(request: HttpRequest, form: ReportForm) -> HttpResponseBase:
    given = form.cleaned_data
    told = services.Telephoned(
        name=given["name"],
        birth_year=given["birth_year"],
        phone=given["phone"],
        area=form.areas[given["area"]],
        person=_chosen(request, given["person"]),
        setting=given["setting"] or "unknown",
        symptom_onset=given["symptom_onset"],
    )
    try:
        case = services.report_by_telephone(told=told, by=request.user)
    except ValidationError as error:
        show_error(form, error)
        return _page(request, form, status=422)
    return _after(request, case)


def _chosen(request: HttpRequest, person: str) -> Person | None:
    if person in ("", NEW):
        return None
    try:
        return person_for(request.user, UUID(person))
    except ValueError:
        return None


def _after(request: HttpRequest, case: Any) -> HttpResponseBase:
    if queries.may_here(request.user, "cases.view", case):
        messages.success(
            request, _("Case %(code)s is open and waits for its investigation.") % {"code": case.code}
        )
        return redirect("cases:case", uuid=case.uuid)
    # Reported across a border: who reports need not see the case, but must know that it arrived.
    messages.success(request, _("The report has arrived at %(area)s.") % {"area": case.area.name})
    return redirect("cases:report")
