"""Tubes: the list, one tube, and what is done to it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phaodai.core import policy
from phaodai.core.access import requires
from phaodai.core.exchange import export_response
from phaodai.core.ui.formats import span_text
from phaodai.core.ui.paging import asked_page
from phaodai.response.testing import forms, rules, services
from phaodai.response.testing.columns import TUBE_COLUMNS
from phaodai.response.testing.models import Tube
from phaodai.response.testing.queries import tubes
from phaodai.response.testing.queries.page import Affected, affected_by, page_of, told_of_tube, told_rows
from phaodai.response.testing.queries.tubes import TubePage
from phaodai.response.testing.terms import Channel, Method, ResultValue, TubeState
from phaodai.response.testing.views.common import ways

PAGE = 50


@require_safe
@requires("tests.view")
def tube_list(request: HttpRequest) -> HttpResponseBase:
    """Tubes the user may see: narrowed, sorted, paged, or as a spreadsheet (``?format=xlsx``)."""
    wanted = forms.TubeFilterForm(request.GET).wanted()
    rows = tubes.tube_rows(request.user, wanted)
    if request.GET.get("format") in ("xlsx", "csv"):
        services.note_list_read(by=request.user, action="export", count=rows.count(), filters=vars(wanted))
        return export_response(
            request.GET["format"], "xet-nghiem", TUBE_COLUMNS, rows.iterator(chunk_size=1000)
        )
    page = asked_page(request, rows, PAGE)
    tubes.label_values(page.object_list)
    services.note_list_read(
        by=request.user, action="list_read", count=len(page.object_list), filters=vars(wanted)
    )
    return render(request, "testing/tubes.html", {"page": page, **_list_context(request, wanted)})


def _list_context(request: HttpRequest, wanted: tubes.TubeFilter) -> dict[str, Any]:
    user: Any = request.user
    return {
        **ways(user),
        "wanted": wanted,
        "figures": tubes.figures(user),
        "states": TubeState.choices,
        "methods": Method.choices,
        "values": ResultValue.choices,
        "laboratories": [(lab.uuid, lab.short_name or lab.name) for lab in tubes.laboratories_seen(user)],
        "areas": [(area.uuid, area.name) for area in tubes.areas_seen(user)],
        "send_to": tubes.laboratories() if user.may("tests.sample") else [],
        "channels": Channel.choices,
    }


@require_safe
@requires("tests.view")
def tube(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One tube: who is in it, how far it is, what came out, what is to be done next."""
    found = services.open_tube(uuid=uuid, by=request.user, purpose=_("tube page"))
    return render(request, "testing/tube.html", tube_context(request, found))


def tube_context(request: HttpRequest, found: Tube, **more: Any) -> dict[str, Any]:
    """What the page of a tube shows."""
    page = page_of(found, request.user)
    spent = rules.turnaround(found.taken_at, found.resulted_at)
    return {
        "tube": found,
        "page": page,
        "turnaround_text": span_text(spent) if spent else "",
        "hour_rule": policy.get("testing.same_day_hour", found.taken_at),
        "told": told_rows(found) if found.resulted_at else [],
        **_forms(request, page),
        **more,
    }


def _forms(request: HttpRequest, page: TubePage) -> dict[str, Any]:
    """The forms of the deeds this reader may do."""
    old, affected = page.result, _affected(request, page)
    return {
        "entry_form": forms.EntryForm() if "enter" in page.may else None,
        "correct_form": forms.CorrectForm(old=old.value) if affected and old else None,
        "affected": affected,
        "send_form": forms.SendForm(
            laboratories=tubes.laboratories(), initial={"laboratory": page.tube.laboratory_id}
        )
        if "send" in page.may
        else None,
        "notify_form": forms.NotifyForm(initial={"channel": Channel.PHONE}) if "notify" in page.may else None,
        "discard_form": forms.ReasonForm() if "discard" in page.may else None,
    }


def _affected(request: HttpRequest, page: TubePage) -> Affected | None:
    if page.result is None or "correct" not in page.may:
        return None
    return affected_by(page.result, request.user)


def attempt(request: HttpRequest, deed: Callable[[], Any], done: Callable[[Any], str]) -> Any:
    """Do one thing and say how it went; None when it was refused."""
    try:
        made = deed()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return None
    messages.success(request, done(made))
    return made


def back_to(request: HttpRequest, found: Tube) -> HttpResponse:
    """To the tube, as far as its reader still may see it."""
    return redirect("testing:tube", uuid=found.uuid)


@require_http_methods(["GET", "POST"])
@requires("tests.correct")
def correct(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Correct a result (``uuid`` is the result's): the tube's page asks, and says who is affected."""
    result = tubes.visible_result(request.user, uuid, "tests.correct")
    form = forms.CorrectForm(request.POST or None, old=result.value)
    if request.method == "POST" and form.is_valid():
        return _correct(request, result, form)
    found = services.open_tube(uuid=result.tube.uuid, by=request.user, purpose=_("correcting a result"))
    context = tube_context(request, found, is_correcting=True)
    context["correct_form"] = form
    return render(request, "testing/tube.html", context, status=422 if form.errors else 200)


def _correct(request: HttpRequest, result: Any, form: forms.CorrectForm) -> HttpResponse:
    attempt(
        request,
        lambda: services.correct_result(result=result, **form.cleaned_data, by=request.user),
        lambda _made: _("Corrected. What followed from the old result is being withdrawn."),
    )
    return back_to(request, result.tube)


@require_POST
@requires("tests.view")
def record(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Enter the result on the tube's own page."""
    found = tubes.visible_tube(request.user, uuid)
    form = forms.EntryForm(request.POST)
    if not form.is_valid():
        context = tube_context(request, found)
        context["entry_form"] = form
        return render(request, "testing/tube.html", context, status=422)
    attempt(
        request,
        lambda: services.record_result(tube=found, **form.cleaned_data, by=request.user),
        lambda made: _("%(tube)s: %(value)s.") % {"tube": found.code, "value": made.get_value_display()},
    )
    return back_to(request, found)


@require_POST
@requires("tests.order")
def unpool(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Order a single test for everybody in a positive pool."""
    found = tubes.visible_tube(request.user, uuid, "tests.order")
    orders = services.unpool_tube(tube=found, by=request.user)
    if orders:
        text = ngettext("%(n)s person to be sampled alone.", "%(n)s people to be sampled alone.", len(orders))
        messages.success(request, text % {"n": len(orders)})
    else:
        messages.error(request, _("This is not a positive pool; there is nothing to unpool."))
    return back_to(request, found)


@require_POST
@requires("tests.notify")
def notify(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Put on record that the people of a tube were told."""
    found = tubes.visible_tube(request.user, uuid, "tests.notify")
    form = forms.NotifyForm(request.POST)
    if not form.is_valid():
        raise Http404
    attempt(
        request,
        lambda: services.notify_tubes(tubes=[found], by=request.user, **form.cleaned_data),
        lambda _made: _("Recorded: the people of %(tube)s know their result.") % {"tube": found.code},
    )
    return back_to(request, found)


@require_POST
@requires("tests.notify")
def correction_told(request: HttpRequest, uuid: UUID, told_uuid: UUID) -> HttpResponse:
    """Put on record that somebody who had heard a wrong result now knows the right one."""
    found = tubes.visible_tube(request.user, uuid, "tests.notify")
    told = told_of_tube(found, told_uuid)
    attempt(
        request,
        lambda: services.confirm_correction_told(tube=found, told=told, by=request.user),
        lambda row: _("Recorded: %(audience)s knows of the correction.") % {"audience": row.audience},
    )
    return back_to(request, found)


@require_POST
@requires("tests.view")
def discard(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give up a tube."""
    found = tubes.visible_tube(request.user, uuid)
    form = forms.ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write why the tube is discarded."))
        return back_to(request, found)
    attempt(
        request,
        lambda: services.discard_tube(tube=found, **form.cleaned_data, by=request.user),
        lambda _made: _("%(tube)s is discarded; its people wait for sampling again.") % {"tube": found.code},
    )
    return back_to(request, found)


@require_POST
@requires("tests.sample")
def send(request: HttpRequest) -> HttpResponse:
    """Send the chosen tubes (``ids``) to a laboratory."""
    form = forms.SendForm(request.POST, laboratories=tubes.laboratories())
    chosen = list(tubes.tubes_by_id(request.user, "tests.sample", _uuids(request)))
    if form.is_valid() and chosen:
        attempt(
            request,
            lambda: services.send_tubes(tubes=chosen, **form.cleaned_data, by=request.user),
            lambda sent: ngettext("%(n)s tube sent.", "%(n)s tubes sent.", len(sent)) % {"n": len(sent)},
        )
    return back_to(request, chosen[0]) if len(chosen) == 1 else redirect("testing:list")


def _uuids(request: HttpRequest) -> list[UUID]:
    try:
        return [UUID(text) for text in request.POST.getlist("ids")]
    except ValueError:
        raise Http404 from None
