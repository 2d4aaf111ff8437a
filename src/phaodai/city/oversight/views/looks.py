"""Unusual looks: the list, one of them, the data officer's answer, the authority's decision."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phaodai.city.oversight import services
from phaodai.city.oversight.columns import LOOK_COLUMNS
from phaodai.city.oversight.forms import DecisionForm, LookFilter, LookForm
from phaodai.city.oversight.queries import looks as queries
from phaodai.city.oversight.terms import LookState, Rule
from phaodai.city.oversight.views.common import written
from phaodai.core import policy
from phaodai.core.access import requires, signed_in
from phaodai.core.audit.columns import kind_label
from phaodai.core.exchange import export_response
from phaodai.core.ui.paging import asked_page

PAGE = 50


@require_safe
@requires("oversight.review")
def looks(request: HttpRequest) -> HttpResponseBase:
    """What the rules ask about."""
    wanted = LookFilter(request.GET.dict()).wanted()
    rows = queries.list_looks(
        request.user,
        text=wanted["q"] or "",
        rule=wanted["rule"] or "",
        state=wanted["state"] or "",
        sort=wanted["sort"] or "-day",
    )
    if request.GET.get("format") in ("xlsx", "csv"):
        services.note_log_read(by=request.user, action="unusual_export", filters=wanted)
        return export_response(
            request.GET["format"], "unusual-looks", LOOK_COLUMNS, rows.iterator(chunk_size=500)
        )
    context = {
        "page": asked_page(request, rows, PAGE),
        "rules": Rule.choices,
        "states": LookState.choices,
        "limits": policy.get("oversight.unusual"),
        "is_narrowed": any(wanted[name] for name in ("q", "rule", "state")),
    }
    return render(request, "oversight/looks.html", context)


def _look_page(request: HttpRequest, uuid: UUID, form: Any = None, decision: Any = None) -> HttpResponse:
    found, user = queries.look_for(request.user, uuid), request.user
    bad = any(given is not None and given.errors for given in (form, decision))
    context = {
        "look": found,
        "may_list": user.may("oversight.review"),  # type: ignore[union-attr]
        "form": form or LookForm(),
        "decision_form": decision or DecisionForm(),
        "may_answer": found.state == LookState.OPEN and user.may("oversight.review"),  # type: ignore[union-attr]
        "may_sign": found.state == LookState.REFERRED and user.may("oversight.sign"),  # type: ignore[union-attr]
        "reads": [(row, kind_label(row.subject_type)) for row in queries.reads_behind(found)],
    }
    return render(request, "oversight/look.html", context, status=422 if bad else 200)


@require_safe
@signed_in
def look(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One of them, for whoever answers or signs."""
    user: Any = request.user
    if not (user.may("oversight.review") or user.may("oversight.sign")):
        raise Http404
    return _look_page(request, uuid)


@require_POST
@requires("oversight.review")
def answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Explained, or referred to the authority."""
    found, form = queries.look_for(request.user, uuid), LookForm(request.POST)
    if form.is_valid():
        write = services.explain_look if form.cleaned_data["answer"] == "explain" else services.refer_look
        note = form.cleaned_data["note"]
        if written(form, lambda: write(look=found, note=note, by=request.user)) is not None:
            messages.success(request, _("The answer is on record."))
            return redirect("oversight:look", uuid=uuid)
    return _look_page(request, uuid, form=form)


@require_POST
@requires("oversight.sign")
def decide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The authority signs what was decided."""
    found, form = queries.look_for(request.user, uuid), DecisionForm(request.POST)
    if form.is_valid() and written(form, lambda: _sign(found, form, request.user)) is not None:
        messages.success(request, _("The decision is on record."))
        return redirect("oversight:look", uuid=uuid)
    return _look_page(request, uuid, decision=form)


def _sign(found: Any, form: DecisionForm, by: Any) -> Any:
    return services.sign_decision(look=found, by=by, **form.cleaned_data)
