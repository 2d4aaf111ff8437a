"""One directive: text and tasks side by side, and what the desk does with it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from phaodai.command.directives import forms, services
from phaodai.command.directives.paper.docx import render_docx
from phaodai.command.directives.paper.pdf import preview_pdf
from phaodai.command.directives.queries import directives
from phaodai.command.directives.queries.page import DirectivePage, directive_page
from phaodai.command.directives.services.paper import print_directive
from phaodai.command.directives.views.deeds import do, mistakes
from phaodai.core import clock
from phaodai.core.access import requires

PAGE = "directives:directive"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@requires("directives.view")
def directive(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The text with its passages highlighted, the tasks beside it, and what is to be done next."""
    found = directives.directive_for(request.user, uuid)
    page = directive_page(request.user, found, clock.now())
    context = {"page": page, "directive": found, "now": clock.now(), **_forms(request.user, page)}
    return render(request, "directives/directive.html", context)


def _forms(user: Any, page: DirectivePage) -> dict[str, Any]:
    row, may = page.directive, page.may
    reason = bool(may & {"draft", "unsign", "end"})
    return {
        "head_form": _head_form(page) if "draft" in may else None,
        "ask_form": forms.AskForm(auto_id="ask_%s") if "draft" in may else None,
        "link_form": _link_form(user, page) if "draft" in may else None,
        "reason_form": forms.ReasonForm(auto_id="reason_%s") if reason else None,
        "number_form": forms.NumberForm(initial={"number": row.written_number}) if "enter" in may else None,
        "reserved": directives.reserved_numbers(row) if "issue" in may else [],
        "opinion_form": forms.OpinionForm(auto_id="opinion_%s") if page.asked_of_me else None,
        "answer_form": forms.WordsForm(auto_id="answer_%s") if "draft" in may else None,
    }


def _head_form(page: DirectivePage) -> forms.HeadForm:
    row = page.directive
    names = "\n".join(unit.name for unit in page.recipients)
    return forms.HeadForm(
        initial={"title": row.title, "kind": row.kind, "sign": row.sign, "recipients": names},
        auto_id="head_%s",
    )


def _link_form(user: Any, page: DirectivePage) -> forms.LinkForm | None:
    amendable = directives.amendable(user, page.directive)
    return forms.LinkForm(amendable=amendable, auto_id="link_%s") if amendable.exists() else None


@require_safe
@requires("directives.view")
def pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The document as A4 PDF in the national form to look at; stamped, because no printing is on record."""
    found = directives.directive_for(request.user, uuid)
    return _file(preview_pdf(found), "application/pdf", _file_name(found, "pdf"), "inline")


@require_POST
@requires("directives.view")
def print_copy(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Print: put the copy on record and open it."""
    found = directives.directive_for(request.user, uuid)
    try:
        copy = print_directive(directive=found, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(PAGE, uuid=uuid)
    return redirect("papers:copy", uuid=copy.paper.uuid, number=copy.number)


@require_safe
@requires("directives.view")
def docx(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The same as DOCX, to be worked on outside."""
    found = directives.directive_for(request.user, uuid)
    return _file(render_docx(found), DOCX, _file_name(found, "docx"), "attachment")


def _file(body: bytes, media_type: str, name: str, way: str) -> HttpResponse:
    response = HttpResponse(body, content_type=media_type)
    response["Content-Disposition"] = f'{way}; filename="{name}"'
    return response


def _file_name(row: Any, suffix: str) -> str:
    bare = row.number.replace("/", "-").replace("Đ", "D").encode("ascii", "ignore").decode()
    return f"{bare or 'du-thao-' + str(row.uuid)[:8]}.{suffix}"


@require_POST
@requires("directives.draft")
def edit_head(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Correct title, kind, sign and addressees."""
    row = directives.directive_for(request.user, uuid, "directives.draft")
    form = forms.HeadForm(request.POST)
    form.fields["recipients"].issuer = row.issuer  # type: ignore[attr-defined]
    if not form.is_valid():
        return mistakes(request, form, PAGE, uuid)
    given = form.cleaned_data
    return do(
        request,
        lambda: services.edit_directive(directive=row, by=request.user, **given),
        _("Saved."),
        PAGE,
        uuid,
    )


@require_POST
@requires("directives.draft")
def ask(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send the draft round."""
    row = directives.directive_for(request.user, uuid, "directives.draft")
    form = forms.AskForm(request.POST)
    form.fields["asked"].issuer = row.issuer  # type: ignore[attr-defined]
    if not form.is_valid():
        return mistakes(request, form, PAGE, uuid)
    given = form.cleaned_data
    return do(
        request,
        lambda: services.ask_opinions(directive=row, by=request.user, **given),
        _("The draft is with the units you chose."),
        PAGE,
        uuid,
    )


@require_POST
@requires("directives.report")
def opinion(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A unit's answer; ``uuid`` is the opinion's."""
    row = directives.opinion_for(request.user, uuid)
    form = forms.OpinionForm(request.POST)
    if not form.is_valid():
        return mistakes(request, form, PAGE, row.directive.uuid)
    agrees, text = form.cleaned_data["agrees"] == "yes", form.cleaned_data["text"]
    return do(
        request,
        lambda: services.give_opinion(opinion=row, agrees=agrees, text=text, by=request.user),
        _("Your opinion was given."),
        PAGE,
        row.directive.uuid,
    )


@require_POST
@requires("directives.draft")
def answer(request: HttpRequest, uuid: UUID, opinion_uuid: UUID) -> HttpResponse:
    """What the desk made of remarks."""
    row = directives.directive_for(request.user, uuid, "directives.draft")
    given = directives.get_object(row.opinions.all(), uuid=opinion_uuid)
    words = request.POST.get("words", "")
    return do(
        request,
        lambda: services.answer_opinion(opinion=given, answer=words, by=request.user),
        _("Saved."),
        PAGE,
        uuid,
    )


@require_POST
@requires("directives.draft")
def link(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say what the draft does to an earlier document."""
    row = directives.directive_for(request.user, uuid, "directives.draft")
    form = forms.LinkForm(request.POST, amendable=directives.amendable(request.user, row))
    if not form.is_valid():
        return mistakes(request, form, PAGE, uuid)
    given = form.cleaned_data
    return do(
        request,
        lambda: services.link_directive(directive=row, by=request.user, **given),
        _("Saved."),
        PAGE,
        uuid,
    )


@require_POST
@requires("directives.draft")
def unlink(request: HttpRequest, uuid: UUID, link_uuid: UUID) -> HttpResponse:
    """Take such a link out."""
    row = directives.directive_for(request.user, uuid, "directives.draft")
    found = directives.get_object(row.links.all(), uuid=link_uuid)
    return do(
        request, lambda: services.unlink_directive(link=found, by=request.user), _("Saved."), PAGE, uuid
    )


@require_POST
@requires("directives.sign")
def sign(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The authority signs."""
    row = directives.directive_for(request.user, uuid, "directives.sign")
    return do(
        request,
        lambda: services.sign_directive(directive=row, by=request.user),
        _("Signed. The office gives it its number and issues it."),
        PAGE,
        uuid,
    )


@require_POST
@requires("directives.issue")
def issue(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The register gives the number; the units get their tasks."""
    row = directives.directive_for(request.user, uuid, "directives.issue")
    return do(
        request,
        lambda: services.issue_directive(
            directive=row,
            by=request.user,
            reserved=directives.reserved_number(row, request.POST.get("reserved")),
        ),
        _("Issued. The units have their tasks."),
        PAGE,
        uuid,
    )


@require_POST
@requires("directives.issue")
def enter(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A document from outside goes on the books."""
    row = directives.directive_for(request.user, uuid, "directives.issue")
    number = request.POST.get("number", "")
    return do(
        request,
        lambda: services.enter_directive(directive=row, number=number, by=request.user),
        _("Entered. The units have their tasks."),
        PAGE,
        uuid,
    )


def _with_reason(request: HttpRequest, uuid: UUID, capability: str, deed: Any, done: Any) -> HttpResponse:
    row = directives.directive_for(request.user, uuid, capability)
    form = forms.ReasonForm(request.POST)
    if not form.is_valid():
        return mistakes(request, form, PAGE, uuid)
    reason = form.cleaned_data["reason"]
    return do(request, lambda: deed(directive=row, reason=reason, by=request.user), done, PAGE, uuid)


@require_POST
@requires("directives.sign")
def unsign(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Back to a draft."""
    done = _("The text is a draft again.")
    return _with_reason(request, uuid, "directives.sign", services.unsign_directive, done)


@require_POST
@requires("directives.issue")
def end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """It no longer holds."""
    done = _("Ended. Its open tasks are no longer followed.")
    return _with_reason(request, uuid, "directives.issue", services.end_directive, done)


@require_POST
@requires("directives.draft")
def cancel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give the draft up."""
    return _with_reason(request, uuid, "directives.draft", services.cancel_draft, _("The draft is given up."))
