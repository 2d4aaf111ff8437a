"""Files of people: asked for, made, fetched, gone."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phaodai.city.oversight import services
from phaodai.city.oversight.columns import FILE_COLUMNS
from phaodai.city.oversight.forms import FileFilter, FileForm
from phaodai.city.oversight.queries import files as queries
from phaodai.city.oversight.terms import FileState
from phaodai.city.oversight.views.common import written
from phaodai.core import policy
from phaodai.core.access import requires
from phaodai.core.exchange import export_response
from phaodai.core.ui.paging import asked_page

PAGE = 50
MAKING = "oversight.file"


@require_http_methods(["GET", "POST"])
@never_cache
@requires(MAKING)
def files(request: HttpRequest) -> HttpResponseBase:
    """Files made lately, and the form that asks for one."""
    form = FileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = written(form, lambda: services.request_file(by=request.user, **form.cleaned_data))
        if made is not None:
            return redirect("oversight:file", uuid=made.uuid)
    wanted = FileFilter(request.GET.dict()).wanted()
    rows = queries.list_files(request.user, state=wanted["state"] or "", sort=wanted["sort"] or "-asked")
    if request.GET.get("format") in ("xlsx", "csv"):
        services.note_log_read(by=request.user, action="files_export", filters=wanted)
        return export_response(
            request.GET["format"], "person-files", FILE_COLUMNS, rows.iterator(chunk_size=500)
        )
    context = {
        "form": form,
        "page": asked_page(request, rows, PAGE),
        "states": FileState.choices,
        "days": policy.get("oversight.file_days"),
        "is_narrowed": bool(wanted["state"]),
    }
    return render(request, "oversight/files.html", context, status=422 if form.errors else 200)


@require_safe
@requires(MAKING)
def file(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One file: how far it is, what it holds, until when."""
    found = queries.file_for(request.user, uuid)
    context = {"file": found, "is_coming": found.state == FileState.QUEUED}
    return render(request, "oversight/file.html", context)


@require_POST
@never_cache
@requires(MAKING)
def fetch(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The file itself; a POST, so that no link and no browser's foresight fetches it."""
    found = queries.file_for(request.user, uuid)
    try:
        content = services.fetch_file(file=found, by=request.user)
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as error:
        messages.warning(request, error.messages[0])
        return redirect("oversight:file", uuid=uuid)
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="person-{str(found.uuid)[:8]}.zip"'
    return response
