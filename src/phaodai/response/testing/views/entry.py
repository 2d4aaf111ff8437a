"""The laboratory's bench: tubes in, results one by one or by list."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from phaodai.core.access import GuardedRequest, requires
from phaodai.core.codes import is_valid
from phaodai.response.testing import forms, services
from phaodai.response.testing.errors import Refused
from phaodai.response.testing.models import Tube
from phaodai.response.testing.queries import tubes
from phaodai.response.testing.reading import read_code
from phaodai.response.testing.services.locking import already_resulted
from phaodai.response.testing.table import read_table


def scanned(user: Any, text: str) -> Tube:
    """The tube of a scanned or typed code for which ``user`` may enter a result.

    Raises:
        Refused: mistyped, or unknown here; one sentence.
    """
    code = read_code(text)
    if not is_valid(code):
        raise Refused("bad_code", code=text.strip()[:40])
    found = tubes.tube_to_enter(user, code)
    if found is None:
        raise Refused("unknown_tube", code=code)
    return found


def _ready(user: Any, text: str) -> Tube:
    found = scanned(user, text)
    result = tubes.current_result(found)
    if result is not None:
        raise already_resulted(found, result)
    if found.taken_at is None:
        raise Refused("not_taken", code=found.code)
    return found


@require_http_methods(["GET", "POST"])
@requires("tests.result")
def entry(request: GuardedRequest) -> HttpResponse:
    """Scan or type a tube, choose its result, Enter, next."""
    text = request.POST.get("tube", request.GET.get("tube", ""))
    context: dict[str, Any] = {"code": text}
    if text:
        try:
            context["tube"] = _ready(request.user, text)
        except Refused as refusal:
            context["refusal"] = refusal.sentence
    form = forms.EntryForm(request.POST if "value" in request.POST or "ct" in request.POST else None)
    if "tube" in context and form.is_bound and form.is_valid():
        return _record(request, context["tube"], form)
    return _entry_page(request, {**context, "form": form})


def _entry_page(request: GuardedRequest, context: dict[str, Any]) -> HttpResponse:
    found = context.get("tube")
    if found:
        services.open_tube(uuid=found.uuid, by=request.user, purpose=_("entering a result"))
    context["members"] = list(tubes.members_of(found)) if found else []
    context["last"] = list(tubes.last_entries(request.user))
    context["may_correct"] = request.user.may("tests.correct")
    return render(request, "testing/entry.html", context)


def _record(request: HttpRequest, found: Tube, form: forms.EntryForm) -> HttpResponse:
    try:
        result = services.record_result(tube=found, **form.cleaned_data, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(
            request, _("%(tube)s: %(value)s.") % {"tube": found.code, "value": result.get_value_display()}
        )
    return redirect("testing:entry")


@require_http_methods(["GET", "POST"])
@requires("tests.result")
def entry_list(request: HttpRequest) -> HttpResponse:
    """Results by list: check first, then write all, or by choice the valid rows only."""
    form = forms.ListForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        rows = read_table(form.cleaned_data["text"])
        try:
            return _check_or_write(request, form.cleaned_data["text"], rows)
        except Refused as refusal:
            form.add_error(None, refusal)
    return render(request, "testing/entry_list.html", context, status=422 if form.errors else 200)


def _check_or_write(request: HttpRequest, text: str, rows: list[services.RawResult]) -> HttpResponse:
    deed = request.POST.get("deed", "check")
    if deed == "check":
        outcome = services.check_results(rows=rows, by=request.user)
    else:
        outcome = services.record_results(rows=rows, by=request.user, only_valid=deed == "valid")
    if deed != "check" and (deed == "valid" or not outcome.rejected):
        _say_written(request, outcome)
        return redirect("testing:entry_list")
    faulty = {error.row for error in outcome.rejected}
    context = {
        "form": forms.ListForm(initial={"text": text}),
        "text": text,
        "outcome": outcome,
        "faulty": len(faulty),
        "rows": [
            (row, [e for e in outcome.rejected if e.row == row.row]) for row in rows if row.row in faulty
        ],
    }
    return render(request, "testing/entry_list.html", context)


def _say_written(request: HttpRequest, outcome: services.BatchOutcome) -> None:
    text = ngettext("%(n)s result written", "%(n)s results written", outcome.accepted) % {
        "n": outcome.accepted
    }
    if outcome.duplicates:
        text += ", " + _("%(n)s were there already") % {"n": outcome.duplicates}
    if outcome.rejected:
        faulty = len({error.row for error in outcome.rejected})
        text += ", " + ngettext("%(n)s row left out", "%(n)s rows left out", faulty) % {"n": faulty}
    messages.success(request, text + ".")


@require_http_methods(["GET", "POST"])
@requires("tests.result")
def receive(request: HttpRequest) -> HttpResponse:
    """Scan tubes in, one after the other or a rack at once."""
    form = forms.ScanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _receive(request, form.cleaned_data["codes"].split())
        return redirect(reverse("testing:receive"))
    wanted = tubes.TubeFilter(state="received", sort="-due")
    waiting = tubes.tube_rows(request.user, tubes.TubeFilter(state="sent", sort="due"))
    context = {"form": form, "waiting": waiting[:50], "here": tubes.tube_rows(request.user, wanted)[:20]}
    return render(request, "testing/receive.html", context, status=422 if form.errors else 200)


def _receive(request: HttpRequest, texts: list[str]) -> None:
    codes = [read_code(text) for text in texts]
    found = tubes.tubes_by_code(request.user, "tests.result", codes)
    for code in codes:
        if code not in found:
            known = "unknown_tube" if is_valid(code) else "bad_code"
            messages.error(request, Refused(known, code=code).sentence)
    try:
        moved = services.receive_tubes(tubes=found.values(), by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        if found:
            n = len(moved)
            messages.success(request, ngettext("%(n)s tube received.", "%(n)s tubes received.", n) % {"n": n})
