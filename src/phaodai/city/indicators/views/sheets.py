"""Sheets: what is owed, filling one in, who has reported."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from phaodai.city.indicators.forms import DayForm, FiguresForm, SheetForm, UnitsForm, name_of
from phaodai.city.indicators.models import FormUnit
from phaodai.city.indicators.queries import sheets as ask
from phaodai.city.indicators.registry import all_indicators, known
from phaodai.city.indicators.rules import last_due_day
from phaodai.city.indicators.scope import holds_over
from phaodai.city.indicators.services import Sheet, close_sheet, make_sheet, set_units, submit_sheet
from phaodai.city.indicators.services.observations import due_at
from phaodai.city.indicators.terms import SheetState
from phaodai.core.access import GuardedRequest, requires


@require_safe
@requires("indicators.view")
def sheet_list(request: GuardedRequest) -> HttpResponse:
    """Every sheet that concerns the user, and where the units stand on a day."""
    day = DayForm(request.GET).wanted()
    forms = list(ask.sheets(request.user))
    rows = ask.standings(request.user, [form for form in forms if form.is_active], day)
    wanted = request.GET.get("state", "")
    context = {
        "day": day, "forms": forms, "counts": _counts(rows), "states": SheetState.choices, "state": wanted,
        "rows": [row for row in rows if not wanted or row.state == wanted], "all": len(rows),
        "may_manage": request.user.may("indicators.manage"), "may_report": request.user.may("indicators.report"),
        "held": ask.held_rows(request.user).count(),
    }  # fmt: skip
    return render(request, "indicators/sheets.html", context)


def _counts(rows: list[ask.Standing]) -> list[tuple[str, Any, int]]:
    states = [row.state for row in rows]
    return [(state.value, state.label, states.count(state)) for state in SheetState]


@require_safe
@requires("indicators.view")
def sheet(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """One sheet: its figures, deadline, and where each unit stands."""
    form, day = ask.sheet_for(request.user, uuid), DayForm(request.GET).wanted()
    shown = last_due_day(form.rhythm, form.weekday, day)
    context = {
        "form": form, "day": shown, "due_at": due_at(form, shown), "indicators": known(form.indicators),
        "rows": ask.standings(request.user, [form], shown),
        "units_form": _units_form(request, form) if request.user.may("indicators.manage") else None,
        "may_report": request.user.may("indicators.report"),
    }  # fmt: skip
    return render(request, "indicators/sheet.html", context)


def _units_form(request: GuardedRequest, form: Any) -> UnitsForm:
    initial = {"units": ask.owing_now(form)}
    return UnitsForm(initial=initial, units=ask.units_to_choose(request.user))


@require_http_methods(["POST"])
@requires("indicators.manage")
def units(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """Say who owes the sheet from today on."""
    form = ask.sheet_for(request.user, uuid)
    given = UnitsForm(request.POST, units=ask.units_to_choose(request.user))
    if given.is_valid():
        try:
            came, went = set_units(form=form, areas=given.cleaned_data["units"], by=request.user)
        except PermissionDenied:
            raise Http404 from None
        text = _("From today on: %(came)s units more, %(went)s fewer.")
        messages.success(request, text % {"came": came, "went": went})
    return redirect("indicators:sheet", uuid=form.uuid)


@require_http_methods(["POST"])
@requires("indicators.manage")
def close(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """Nobody owes the sheet any more."""
    form = ask.sheet_for(request.user, uuid)
    close_sheet(form=form, by=request.user)
    messages.success(request, _("The sheet is closed; what was reported stays."))
    return redirect("indicators:sheets")


@require_http_methods(["GET", "HEAD", "POST"])
@requires("indicators.manage")
def new_sheet(request: GuardedRequest) -> HttpResponse:
    """Ask units for figures."""
    offered = ask.units_to_choose(request.user)
    form = SheetForm(request.POST or None, units=offered)
    if request.method == "POST" and form.is_valid():
        try:
            made = make_sheet(**form.sheet_fields(), by=request.user)
            set_units(form=made, areas=form.cleaned_data["units"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The units owe this sheet from today on."))
            return redirect("indicators:sheet", uuid=made.uuid)
    groups: dict[str, list[Any]] = {}
    for row in (row for row in all_indicators() if row.is_reported):
        groups.setdefault(str(row.topic), []).append(row)
    status = 422 if form.is_bound else 200
    return render(
        request, "indicators/new_sheet.html", {"form": form, "groups": groups.items()}, status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires("indicators.report")
def fill(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """Fill a unit's sheet in: the figures before stand beside the fields; one save for all of it."""
    unit = ask.unit_for(request.user, uuid)
    if not holds_over(request.user, "indicators.report", unit.area):
        raise Http404
    asked = DayForm(request.POST or request.GET).wanted()
    day = last_due_day(unit.form.rhythm, unit.form.weekday, asked)
    form = _figures_form(request, unit, day)
    if request.method == "POST" and form.is_valid():
        done = _hand_in(request, unit, form)
        if done is not None:
            return done
    lines = ask.sheet_lines(unit, day)
    context = {
        "unit": unit, "day": day, "form": form, "due_at": due_at(unit.form, day),
        "lines": [(line, form[name_of(line.indicator.code)]) for line in lines],
        "has_before": any(line.current is not None for line in lines),
    }  # fmt: skip
    return render(request, "indicators/fill.html", context, status=422 if form.is_bound else 200)


def _figures_form(request: GuardedRequest, unit: FormUnit, day: Any) -> FiguresForm:
    indicators = known(unit.form.indicators)
    if request.method == "POST":
        return FiguresForm(request.POST, indicators=indicators)
    lines, last = ask.sheet_lines(unit, day), ask.last_signature(unit)
    initial: dict[str, Any] = {name_of(line.indicator.code): _plain(line.current) for line in lines}
    initial |= {"day": day}
    if last:
        initial |= {
            "source": last.source, "signed_by_name": last.signed_by_name, "signed_by_title": last.signed_by_title,
        }  # fmt: skip
    return FiguresForm(initial=initial, indicators=indicators)


def _plain(value: Any) -> str:
    return (
        "" if value is None else f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    )


def _hand_in(request: GuardedRequest, unit: FormUnit, form: FiguresForm) -> HttpResponse | None:
    given = form.cleaned_data
    names = ("day", "source", "signed_by_name", "signed_by_title", "note", "reason")
    filled = Sheet(
        form=unit.form, area=unit.area, figures=form.figures(), **{name: given[name] for name in names}
    )
    try:
        submission = submit_sheet(sheet=filled, by=request.user)
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as error:
        form.add_error(None, error)
        return None
    _tell(request, submission)
    return redirect("indicators:submission", uuid=submission.uuid)


def _tell(request: GuardedRequest, submission: Any) -> None:
    held = sum(row.state == "held" for row in ask.figures_of(submission))
    if held:
        text = ngettext(
            "The sheet is handed in. %(n)s figure is held for a second look and does not count yet.",
            "The sheet is handed in. %(n)s figures are held for a second look and do not count yet.",
            held,
        )
        messages.warning(request, text % {"n": held})
    else:
        messages.success(request, _("The sheet is handed in and counts."))
