"""Printed papers: list, one paper with its printings, its PDF, withdrawal."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phaodai.city.papers import forms, queries, services
from phaodai.city.papers.columns import PAPERS
from phaodai.city.papers.kinds import all_kinds, find
from phaodai.city.papers.opening import open_paper, print_again
from phaodai.city.papers.rendering import copy_pdf, file_name
from phaodai.city.papers.terms import HOLDING, PaperState
from phaodai.city.papers.tokens import paper_token
from phaodai.core.access import requires
from phaodai.core.exchange import export_response
from phaodai.core.ui.paging import asked_page

ROWS = 50


@require_safe
@requires("papers.view")
def paper_list(request: HttpRequest) -> HttpResponseBase:
    """The papers in reach."""
    asked = request.GET
    wanted = queries.PaperFilter(
        asked.get("kind", ""), asked.get("state", ""), asked.get("q", "").strip(), asked.get("sort", "-made")
    )
    rows = queries.papers_for(request.user, wanted)
    if asked.get("format") in ("xlsx", "csv"):
        return export_response(asked["format"], "ban-in", PAPERS, rows.iterator(chunk_size=500))
    context = {
        "page": asked_page(request, rows, ROWS),
        "wanted": wanted,
        "kinds": [(kind.code, kind.title) for kind in all_kinds()],
        "states": PaperState.choices,
    }
    return render(request, "papers/list.html", context)


@require_safe
@requires("papers.view")
def paper(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One paper: what it is, how it stands, who printed it when."""
    row = queries.paper_for(request.user, uuid)
    kind, standing = find(row.kind), queries.standing_of(row)
    context = {
        "paper": row,
        "kind": kind,
        "standing": standing,
        "holds": standing in HOLDING,
        "printings": asked_page(request, row.printings.all(), ROWS),
        "may_withdraw": kind.standing_of is None and row.state != PaperState.WITHDRAWN,
        "may_reprint": kind.standing_of is None and row.state == PaperState.CURRENT,
        "reason_form": forms.ReasonForm(),
        "check_url": reverse("verify_paper", args=[paper_token(row.uuid, row.digest)]),
    }
    return render(request, "papers/paper.html", context)


@require_safe
@requires("papers.view")
def copy(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    """One copy as PDF, as it was printed. Looking again tells nobody anything new, and is on record."""
    row = open_paper(uuid=uuid, by=request.user, purpose=_("copy on paper"))
    body = copy_pdf(row, queries.copy_of(row, number), base_url=f"{request.scheme}://{request.get_host()}")
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{file_name(row)}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@requires("papers.view")
def again(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Another copy of a list or report."""
    row = queries.paper_for(request.user, uuid)
    try:
        printed = print_again(paper=row, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("papers:paper", uuid=row.uuid)
    return redirect("papers:copy", uuid=row.uuid, number=printed.number)


@require_POST
@requires("papers.view")
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A printed list or report has no value any more."""
    row = queries.paper_for(request.user, uuid)
    try:
        services.withdraw_paper(paper=row, reason=request.POST.get("reason", ""), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except PermissionDenied:
        raise Http404 from None
    else:
        messages.success(request, _("Withdrawn. Whoever checks a copy now reads that it has no value."))
    return redirect("papers:paper", uuid=row.uuid)
