"""The registers of numbers: list, filter, export; reserve and make void."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phaodai.city.papers import forms, queries, services
from phaodai.city.papers.columns import NUMBERS
from phaodai.city.papers.models import Register
from phaodai.city.papers.terms import EntryState
from phaodai.core.access import GuardedRequest, requires
from phaodai.core.exchange import export_response
from phaodai.core.ui.paging import asked_page

ROWS = 50


@require_safe
@requires("registers.view")
def registers(request: GuardedRequest) -> HttpResponseBase:
    """Every register in reach, and the numbers taken from them."""
    found = list(queries.registers_for(request.user))
    wanted = _wanted(request, {str(row.uuid) for row in found})
    entries = queries.entries_for(request.user, wanted)
    if request.GET.get("format") in ("xlsx", "csv"):
        return export_response(
            request.GET["format"], "so-cong-van-di", NUMBERS, entries.iterator(chunk_size=500)
        )
    context = {
        "registers": found,
        "wanted": wanted,
        "page": asked_page(request, entries, ROWS),
        "register_choices": [(str(row.uuid), str(row)) for row in found],
        "years": [(year, year) for year in sorted({str(row.year) for row in found}, reverse=True)],
        "states": EntryState.choices,
        "chosen": next((row for row in found if str(row.uuid) == wanted.register), None),
        "may_edit": request.user.may("registers.edit"),
        "reserve_form": forms.ReserveForm(),
        "reason_form": forms.ReasonForm(),
    }
    return render(request, "papers/registers.html", context)


def _wanted(request: HttpRequest, known: set[str]) -> queries.EntryFilter:
    asked = request.GET
    return queries.EntryFilter(
        register=asked.get("register", "") if asked.get("register") in known else "",
        year=asked.get("year", ""),
        state=asked.get("state", ""),
        text=asked.get("q", "").strip(),
        sort=asked.get("sort", "-taken"),
    )


@require_POST
@requires("registers.edit")
def reserve(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Keep the next number of a register."""
    row = queries.register_for(request.user, uuid, "registers.edit")
    form = forms.ReserveForm(request.POST)
    if form.is_valid():
        _do(request, lambda: services.reserve_number(register=row, by=request.user, **form.cleaned_data))
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return _back(row)


@require_POST
@requires("registers.edit")
def void(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Make a reserved number void."""
    row = queries.entry_for(request.user, uuid, "registers.edit")
    reason = request.POST.get("reason", "")
    _do(request, lambda: services.void_number(entry=row, reason=reason, by=request.user))
    return _back(row.register)


def _back(row: Register) -> HttpResponseBase:
    return redirect(f"{reverse('registers:list')}?register={row.uuid}")


def _do(request: HttpRequest, deed: Any) -> None:
    try:
        entry = deed()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except PermissionDenied:
        raise Http404 from None
    else:
        said = {"number": entry.written, "state": entry.get_state_display().lower()}
        messages.success(request, _("%(number)s: %(state)s.") % said)
