"""The reports of a case: made, read, taken away."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from phaodai.core import policy
from phaodai.core.access import requires
from phaodai.response.investigations import services
from phaodai.response.investigations.forms import ReportForm
from phaodai.response.investigations.models import InvestigationReport
from phaodai.response.investigations.paper.docx import render_docx
from phaodai.response.investigations.paper.pdf import render_pdf
from phaodai.response.investigations.queries import reports as queries

INVESTIGATE = "cases.investigate"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(INVESTIGATE)
def reports(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The versions of a case's report; a new one is made here."""
    case, form = queries.case_for(request.user, uuid), ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.make_report(case=case, by=request.user, **form.cleaned_data)
        messages.success(request, _("Version %(n)d of the report was made.") % {"n": made.version})
        return redirect("investigations:report", made.uuid)
    versions = queries.reports_of(case)
    if not form.is_bound and versions:
        form = ReportForm(initial={"conclusion": versions[0].conclusion})
    about = {"case": case, "form": form, "versions": versions, "order": policy.get("investigations.sections")}
    return render(request, "investigations/reports.html", about, status=422 if form.errors else 200)


@require_safe
@requires(INVESTIGATE)
def case_panel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """On the case's page: the last version and what it lacks."""
    case = queries.case_for(request.user, uuid)
    return render(
        request, "investigations/_case_panel.html", {"case": case, "versions": queries.reports_of(case)[:3]}
    )


@require_safe
@requires(INVESTIGATE)
def report(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One version on screen."""
    found = _opened(request, uuid, "")
    return render(request, "investigations/report.html", {"report": found, "case": found.case})


@require_safe
@requires(INVESTIGATE)
def pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One version as PDF."""
    found = _opened(request, uuid, "PDF")
    return _file(found, render_pdf(found), "application/pdf", "pdf")


@require_safe
@requires(INVESTIGATE)
def docx(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One version as DOCX."""
    found = _opened(request, uuid, "DOCX")
    return _file(found, render_docx(found), WORD, "docx")


def _opened(request: HttpRequest, uuid: UUID, how: str) -> InvestigationReport:
    found = queries.report_for(request.user, uuid)
    services.note_read(report=found, by=request.user, how=how)
    return found


def _file(found: InvestigationReport, content: bytes, kind: str, ending: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    name = f"bao-cao-dieu-tra-{found.case.code}-v{found.version}.{ending}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
