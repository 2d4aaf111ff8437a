"""The import wizard: send, say what the columns are, look at the check, write, take back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phaodai.core.access import GuardedRequest, requires
from phaodai.core.exchange import queries, services, sheets_out
from phaodai.core.exchange.columns import IMPORT_COLUMNS
from phaodai.core.exchange.exports import export_response
from phaodai.core.exchange.forms import OwnFilter, UploadForm
from phaodai.core.exchange.headings import column_letter
from phaodai.core.exchange.kinds import ImportKind, kinds, kinds_for
from phaodai.core.exchange.models import Import
from phaodai.core.exchange.refusals import RefusedFile
from phaodai.core.exchange.template_book import wants
from phaodai.core.exchange.terms import ImportState
from phaodai.core.ui.paging import asked_page

PAGE, FAULTS = 30, 50
IMPORTING = "exchange.import"
CHIPS = {
    ImportState.MAPPING: "wait", ImportState.CHECKED: "wait", ImportState.DONE: "done", ImportState.UNDONE: "moved",
    ImportState.REFUSED: "failed", ImportState.CANCELLED: "off",
}  # fmt: skip


@require_safe
@requires(IMPORTING)
def own(request: GuardedRequest) -> HttpResponseBase:
    """My imports, and what I may import."""
    wanted = OwnFilter(request.GET.dict()).wanted()
    rows = queries.own_imports(request.user, **wanted)
    if request.GET.get("format") in ("xlsx", "csv"):
        return export_response(
            request.GET["format"], "imports", IMPORT_COLUMNS, rows.iterator(chunk_size=500)
        )
    page = asked_page(request, rows, PAGE)
    allowed = kinds_for(request.user)
    context = {
        "page": page,
        "lines": [_line(row) for row in page.object_list],
        "kinds": allowed,
        "kind_choices": [(kind.code, kind.title) for kind in allowed],
        "states": ImportState.choices,
        "is_narrowed": any(wanted.values()),
    }
    return render(request, "exchange/list.html", context)


def _line(row: Import) -> dict[str, Any]:
    kind = queries.kind_of(row)
    return {
        "row": row,
        "kind": kind.title if kind else row.kind,
        "chip": CHIPS.get(ImportState(row.state), "doing"),
    }


def _kind_or_404(request: GuardedRequest, code: str) -> ImportKind:
    kind = kinds().get(code)
    if kind is None or not request.user.may(kind.capability):
        raise Http404
    return kind


@require_http_methods(["GET", "HEAD", "POST"])
@requires(IMPORTING)
def new(request: GuardedRequest, kind: str) -> HttpResponse:
    """Send a list of one kind; its columns and the template beside it."""
    found = _kind_or_404(request, kind)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            sent = services.send_file(kind=found, name=file.name, pieces=file.chunks(), by=request.user)
        except RefusedFile as why:
            form.add_error("file", why.sentence)
        else:
            return redirect("exchange:import", uuid=sent.uuid)
    context = {"kind": found, "form": form, "fields": [(one, wants(one)) for one in found.fields]}
    return render(request, "exchange/new.html", context, status=422 if form.errors else 200)


@require_safe
@requires(IMPORTING)
def template(request: GuardedRequest, kind: str) -> HttpResponseBase:
    """The list to fill in."""
    return sheets_out.template_response(_kind_or_404(request, kind), request.GET.get("format", "xlsx"))


@require_safe
@requires(IMPORTING)
def one(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """One import, whatever it waits for. HTMX asks again while a job runs; then the page is read anew."""
    row = queries.own_import(request.user, uuid)
    if request.htmx:  # type: ignore[attr-defined]
        return _progress(request, row)
    kind = queries.kind_of(row)
    context = {
        "row": row,
        "kind": kind,
        "chip": CHIPS.get(ImportState(row.state), "doing"),
        "is_busy": queries.is_busy(row),
        "refusal": queries.refusal_of(row),
        "earlier": queries.earlier_of(row)
        if row.state in (ImportState.MAPPING, ImportState.CHECKED)
        else None,
        "has_file": queries.has_file(row),
        "may_undo": queries.may_undo(row),
        **_progress_of(row),
        **_shown(request, row, kind),
    }
    return render(request, "exchange/import.html", context)


def _progress(request: GuardedRequest, row: Import) -> HttpResponse:
    if not queries.is_busy(row):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "exchange/_progress.html", {"row": row, **_progress_of(row)})


def _progress_of(row: Import) -> dict[str, Any]:
    done, total = queries.progress_of(row) if queries.is_busy(row) else (0, 0)
    return {"done": done, "total": total}


def _shown(request: GuardedRequest, row: Import, kind: ImportKind | None) -> dict[str, Any]:
    """What the state asks to be shown: columns to choose, faults, rows an undo left."""
    if kind is None or not row.heading:
        return {}
    shown: dict[str, Any] = {"choices": _choices(row, kind)}
    if row.faults:
        page = asked_page(request, queries.fault_rows(row), FAULTS)
        shown |= {"page": page, "faults": [queries.fault_line(row, fault) for fault in page.object_list]}
    notes = queries.KEPT if row.kept else queries.DUPLICATE
    shown["noted"] = list(queries.noted_rows(row, notes)[:FAULTS])
    return shown


def _choices(row: Import, kind: ImportKind) -> list[dict[str, Any]]:
    by_position = {position: name for name, position in row.columns.items()}
    return [
        {
            "position": at,
            "letter": column_letter(at),
            "text": text,
            "samples": row.heading["samples"][at] if at < len(row.heading.get("samples", [])) else [],
            "chosen": by_position.get(at, ""),
        }
        for at, text in enumerate(row.heading["texts"])
    ]


def _decide(
    request: GuardedRequest, uuid: UUID, deed: Callable[..., Any], said: str = "", **facts: Any
) -> HttpResponse:
    row = queries.own_import(request.user, uuid)
    try:
        deed(row=row, by=request.user, **facts)
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        if said:
            messages.success(request, said)
    return redirect("exchange:import", uuid=uuid)


@require_POST
@requires(IMPORTING)
def columns(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """What each column is; the check follows."""
    count = len(queries.own_import(request.user, uuid).heading.get("texts", []))
    meanings = [request.POST.get(f"column-{at}", "") for at in range(count)]
    return _decide(request, uuid, services.choose_columns, meanings=meanings)


@require_POST
@requires(IMPORTING)
def sheet(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """Another sheet of the workbook."""
    return _decide(request, uuid, services.choose_sheet, sheet=request.POST.get("sheet", ""))


@require_POST
@requires(IMPORTING)
def write(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """Write the valid rows, or all or nothing."""
    return _decide(request, uuid, services.write_import, only_valid=request.POST.get("only_valid") == "yes")


@require_POST
@requires(IMPORTING)
def undo(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """Take back what nothing has been built on since."""
    return _decide(request, uuid, services.undo_import)


@require_POST
@requires(IMPORTING)
def cancel(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """Drop a list nothing of which was written."""
    row = queries.own_import(request.user, uuid)
    _decide(request, uuid, services.cancel_import, _("The list was dropped; nothing of it was written."))
    return redirect(f"{reverse('exchange:new', args=[row.kind])}" if row.kind in kinds() else "exchange:list")


@require_safe
@requires(IMPORTING)
def errors(request: GuardedRequest, uuid: UUID) -> HttpResponseBase:
    """The rows with errors, as a spreadsheet to correct and send again."""
    row = queries.own_import(request.user, uuid)
    if not row.faults or not queries.has_file(row):
        raise Http404
    return sheets_out.faulty_rows_response(row)
