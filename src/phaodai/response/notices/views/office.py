"""The office's pages: list, draft, approve, withdraw."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phaodai.core import clock, policy
from phaodai.core.access import requires
from phaodai.core.exchange import Column, export_response
from phaodai.core.ui.paging import asked_page
from phaodai.response.notices import services
from phaodai.response.notices.forms import HoursForm, NoticeFilterForm, NoticeForm, ReasonForm
from phaodai.response.notices.models import PlaceNotice
from phaodai.response.notices.queries import notices as queries
from phaodai.response.notices.rules import plain_text, spans_of, write_windows
from phaodai.response.notices.terms import NoticeState

DRAFT, APPROVE = "notices.draft", "notices.approve"


@require_safe
@requires(DRAFT)
def notices(request: HttpRequest) -> HttpResponseBase:
    """Every version, filtered, sorted, paged, or as a file."""
    now, wanted = clock.now(), NoticeFilterForm(request.GET).wanted()
    rows = queries.notices_of(request.user, wanted, now)
    if request.GET.get("format") in ("xlsx", "csv"):
        return export_response(request.GET["format"], "thong-bao-moc-dich-te", _columns(), rows.iterator(500))
    about = {
        "page": asked_page(request, rows, 25),
        "now": now,
        "states": [*NoticeState.choices, ("expired", _("Expired"))],
        "is_filtered": bool(wanted.as_words()),
    }
    return render(request, "notices/list.html", about)


def _columns() -> list[Column]:
    return [
        Column(_("Number"), lambda row: row.number),
        Column(_("Version"), lambda row: row.version),
        Column(_("Place"), lambda row: row.place.name, 32),
        Column(_("Ward"), lambda row: row.area.name, 22),
        Column(_("Hours"), lambda row: write_windows(row.spans), 40),
        Column(_("Status"), lambda row: row.get_state_display(), 24),
        Column(_("Drafted by"), lambda row: row.drafted_by_name, 24),
        Column(_("Approved by"), lambda row: row.approved_by_name, 24),
        Column(_("Published"), lambda row: row.published_at),
        Column(_("Expires"), lambda row: row.expires_at),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(DRAFT)
def draft(request: HttpRequest) -> HttpResponseBase:
    """Draft a notice; ``?case=`` offers the places of a case."""
    case = _case(request)
    form = NoticeForm(request.POST or None, initial=_first(request))
    if request.method == "POST" and form.is_valid():
        notice = _draft(request, form, case)
        if notice is not None:
            messages.success(request, _("Drafted. Somebody else approves it."))
            return redirect("notices:notice", notice.uuid)
    minutes = int(policy.get("notices.place_check").value["rounding_minutes"])
    rows = queries.milestones(request.user, case, minutes) if case else []
    about = {
        "form": form,
        "case": case,
        "milestones": [(one.place, write_windows(one.windows)) for one in rows],
        "rule": policy.get("notices.place_check"),
    }
    return render(request, "notices/draft.html", about, status=422 if form.is_bound else 200)


def _case(request: HttpRequest) -> Any:
    text = request.POST.get("case") or request.GET.get("case") or ""
    try:
        return queries.case_for(request.user, UUID(text)) if text else None
    except ValueError:
        raise Http404 from None


def _first(request: HttpRequest) -> dict[str, str]:
    names = ("place", "windows", "case")
    return {name: request.GET[name][:2_000] for name in names if request.GET.get(name)}


def _draft(request: HttpRequest, form: NoticeForm, case: Any) -> PlaceNotice | None:
    place = queries.place_meant(request.user, form.cleaned_data["place"])
    if place is None:
        form.add_error("place", _("No place with this code or name in your area, or several. Type its code."))
        return None
    cases = [case] if case else []
    return _write(
        form,
        lambda: services.draft_notice(
            place=place, windows=form.cleaned_data["windows"], cases=cases, by=request.user
        ),
    )


def _write(form: Any, write: Callable[[], PlaceNotice]) -> PlaceNotice | None:
    try:
        return write()
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            form.add_error("windows", error.messages)
            return None
        for name, texts in error.message_dict.items():
            form.add_error(name if name in form.fields else None, texts)
        return None


@require_safe
@requires(DRAFT)
def notice(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """One version: what the public reads or would read, why, and by whom."""
    return _page(request, queries.notice_for(request.user, uuid))


def _page(request: HttpRequest, row: PlaceNotice, status: int = 200, **forms: Any) -> HttpResponseBase:
    services.note_read(notice=row, by=request.user)
    user: Any = request.user
    now = clock.now()
    about = {
        "notice": row,
        "versions": queries.versions_of(row),
        "cases": row.cases.all() if user.may("cases.view") else [],
        "texts": [plain_text(row.content, language) for language in ("vi", "en")] if row.content else [],
        "hours": spans_of(row.content) if row.content else write_windows(row.spans).splitlines(),
        "is_in_force": row.is_in_force(now),
        "is_expired": row.state == NoticeState.PUBLISHED and not row.is_in_force(now),
        "is_own": row.drafted_by_id == user.pk,
        "may_approve": user.may(APPROVE),
        "hours_form": HoursForm(initial={"windows": write_windows(row.spans)}),
        "reason_form": ReasonForm(),
        "rule": policy.get("notices.place_check"),
        "advice": policy.get("notices.advice"),
    }
    return render(request, "notices/notice.html", {**about, **forms}, status=status)


@require_POST
@requires(DRAFT)
def change_hours(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Other hours: of a draft in place, of a published notice as the next version."""
    row, form = queries.notice_for(request.user, uuid), HoursForm(request.POST)
    write = services.edit_draft if row.state == NoticeState.DRAFT else services.draft_update
    done = None
    if form.is_valid():
        hours = form.cleaned_data["windows"]
        done = _write(form, lambda: write(notice=row, windows=hours, by=request.user))
    if done is None:
        return _page(request, row, 422, hours_form=form)
    messages.success(request, _("Drafted. Somebody else approves it."))
    return redirect("notices:notice", done.uuid)


@require_POST
@requires(APPROVE)
def approve(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Publish a draft somebody else wrote."""
    row = queries.notice_for(request.user, uuid, APPROVE)
    return _deed(request, row, lambda: services.approve_notice(notice=row, by=request.user), _("Published."))


@require_POST
@requires(DRAFT)
def refuse(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Do not publish a draft."""
    row, reason = queries.notice_for(request.user, uuid), request.POST.get("reason", "")[:300]
    return _deed(
        request,
        row,
        lambda: services.refuse_notice(notice=row, reason=reason, by=request.user),
        _("It is not published."),
    )


@require_POST
@requires(APPROVE)
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Take a published notice back."""
    row, reason = (
        queries.notice_for(request.user, uuid, APPROVE),
        request.POST.get("reason", "")[:300],
    )
    return _deed(
        request,
        row,
        lambda: services.withdraw_notice(notice=row, reason=reason, by=request.user),
        _("Withdrawn; the public page says so."),
    )


def _deed(request: HttpRequest, row: PlaceNotice, write: Callable[[], Any], said: str) -> HttpResponseBase:
    try:
        write()
        messages.success(request, said)
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect("notices:notice", row.uuid)
