"""The interview at the patient's side: 14 days, one line at a time, on a telephone."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phaodai.core import clock
from phaodai.core.access import requires
from phaodai.response.cases import queries, services
from phaodai.response.cases.forms import NamedForm, StopForm
from phaodai.response.cases.models import InterviewStop
from phaodai.response.cases.terms import Look
from phaodai.response.cases.views.dialogs import attempt
from phaodai.response.cases.views.page import address

MASKED: dict[str, bool | None] = {"yes": True, "no": False}
WORDS = {True: "yes", False: "no", None: ""}


@requires("cases.investigate")
@require_safe
def interview(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The days, newest first; ``?add=<day>``, ``?edit=<line>``, ``?name=1`` open a form in its place."""
    found = queries.interview_of(request.user, uuid)
    services.note_case_read(case=found.case, look=Look.INTERVIEW, by=request.user)
    return _page(request, found, stop_form=_asked_form(request, found), named_form=_named_form(request))


def _page(
    request: HttpRequest,
    found: queries.Interview,
    *,
    stop_form: StopForm | None = None,
    named_form: NamedForm | None = None,
    status: int = 200,
) -> HttpResponseBase:
    context = {
        "interview": found,
        "case": found.case,
        "stop_form": stop_form,
        "open_day": _day(stop_form["day"].value()) if stop_form else None,
        "open_stop": str(stop_form["uuid"].value()) if stop_form else "",
        "named_form": named_form,
        "send_url": address("tracing:send_list", found.case.uuid),
        "suggest_url": reverse("places:suggest"),
    }
    return render(request, "cases/interview.html", context, status=status)


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _asked_form(request: HttpRequest, found: queries.Interview) -> StopForm | None:
    stops = {str(stop.uuid): stop for day in found.days for stop in day.stops}
    line = stops.get(request.GET.get("edit", ""))
    if line is not None:
        return StopForm(initial=_initial(line))
    day = _day(request.GET.get("add"))
    return StopForm(initial={"uuid": uuid4(), "day": day}) if day else None


def _initial(line: InterviewStop) -> dict[str, Any]:
    return {
        "uuid": line.uuid,
        "day": line.day,
        "q": line.place.code if line.place else line.place_text,
        "start": clock.to_local(line.start_at).time() if line.start_at else None,
        "end": clock.to_local(line.end_at).time() if line.end_at else None,
        "companions": line.companions,
        "activity": line.activity,
        "is_masked": WORDS[line.is_masked],
    }


def _named_form(request: HttpRequest) -> NamedForm | None:
    if not request.GET.get("name"):
        return None
    return NamedForm(areas=_areas(request), initial={"uuid": uuid4(), "relation": "other"})


def _areas(request: HttpRequest) -> Any:
    return queries.reporting_areas(request.user)


def _back(uuid: UUID, anchor: str) -> str:
    return reverse("cases:interview", args=[uuid]) + f"#{anchor}"


@requires("cases.investigate")
@require_POST
def stop(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Save one line. The line's id was made with its form, so that a second tap is not a second line."""
    case, form = queries.case_for(request.user, uuid, "cases.investigate"), StopForm(request.POST)

    def run(given: dict[str, Any]) -> None:
        services.save_stop(case=case, uuid=given["uuid"], stop=_stop(request, form), by=request.user)

    answer = attempt(request, form, run, _("Saved."), _back(uuid, f"d{request.POST.get('day', '')}"))
    if answer is not None:
        return answer
    return _page(request, queries.interview_of(request.user, uuid), stop_form=form, status=422)


def _stop(request: HttpRequest, form: StopForm) -> services.Stop:
    given = form.cleaned_data
    start_at, end_at = form.moments()
    place = queries.place_meant(request.user, given["q"])
    return services.Stop(
        day=given["day"],
        start_at=start_at,
        end_at=end_at,
        place=place,
        place_text="" if place else given["q"],
        activity=given["activity"],
        companions=given["companions"],
        is_masked=MASKED.get(given["is_masked"]),
    )


@requires("cases.investigate")
@require_POST
def remove(request: HttpRequest, uuid: UUID, stop: UUID) -> HttpResponseBase:
    """Take a line back, with a way to undo it."""
    case = queries.case_for(request.user, uuid, "cases.investigate")
    line = services.remove_stop(case=case, uuid=stop, by=request.user)
    undo = reverse("cases:stop_restore", args=[uuid, stop])
    messages.success(request, _("Removed."), extra_tags=f"undo:{undo}")
    return redirect(_back(uuid, f"d{line.day.isoformat()}" if line else ""))


@requires("cases.investigate")
@require_POST
def restore(request: HttpRequest, uuid: UUID, stop: UUID) -> HttpResponseBase:
    """Put a removed line back."""
    case = queries.case_for(request.user, uuid, "cases.investigate")
    line = services.restore_stop(case=case, uuid=stop, by=request.user)
    return redirect(_back(uuid, f"d{line.day.isoformat()}" if line else ""))


@requires("cases.investigate")
@require_POST
def quiet(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The patient stayed in on a day, or takes that back."""
    case = queries.case_for(request.user, uuid, "cases.investigate")
    day = _day(request.POST.get("day"))
    if day is None:
        raise BadRequest(_("Which day?"))
    is_quiet = request.POST.get("quiet") == "1"
    services.mark_quiet_day(case=case, day=day, is_quiet=is_quiet, by=request.user)
    return redirect(_back(uuid, f"d{day.isoformat()}"))


@requires("cases.investigate")
@require_POST
def contact(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Write down somebody the patient names."""
    case = queries.case_for(request.user, uuid, "cases.investigate")
    form = NamedForm(request.POST, areas=_areas(request))

    def run(given: dict[str, Any]) -> None:
        facts = {name: value for name, value in given.items() if name != "uuid"}
        facts["area"] = form.areas.get(given["area"])
        person = queries.person_meant(request.user, given["name"], given["phone"])
        named = services.Named(**facts, person=person)
        services.declare_contact(case=case, uuid=given["uuid"], named=named, by=request.user)

    answer = attempt(request, form, run, _("Saved."), _back(uuid, "named"))
    if answer is not None:
        return answer
    return _page(request, queries.interview_of(request.user, uuid), named_form=form, status=422)


@requires("cases.investigate")
@require_POST
def forget(request: HttpRequest, uuid: UUID, named: UUID) -> HttpResponseBase:
    """Take a named contact back, with a way to undo it."""
    case = queries.case_for(request.user, uuid, "cases.investigate")
    services.remove_declared_contact(case=case, uuid=named, by=request.user)
    undo = reverse("cases:contact_restore", args=[uuid, named])
    messages.success(request, _("Removed."), extra_tags=f"undo:{undo}")
    return redirect(_back(uuid, "named"))


@requires("cases.investigate")
@require_POST
def recall(request: HttpRequest, uuid: UUID, named: UUID) -> HttpResponseBase:
    """Put a named contact back."""
    case = queries.case_for(request.user, uuid, "cases.investigate")
    services.restore_declared_contact(case=case, uuid=named, by=request.user)
    return redirect(_back(uuid, "named"))
