"""What lies in the store, what was deleted, and whether all of it is whole: for the data officer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phaodai.core.access import requires
from phaodai.core.exchange import export_response
from phaodai.core.files import columns, queries
from phaodai.core.files.verification import verify_store
from phaodai.core.ui.paging import asked_page

RUNS_A_PAGE = 20


@require_safe
@requires("retention.view")
def store(request: HttpRequest) -> HttpResponse:
    """The store: by purpose, the last reading, the runs of the retention job with their proof."""
    runs = queries.runs()
    if request.GET.get("format") in ("xlsx", "csv"):
        rows = runs.iterator(chunk_size=500)
        return export_response(request.GET["format"], "luu-giu-tep", columns.RUNS, rows)  # type: ignore[return-value]
    page = asked_page(request, runs, RUNS_A_PAGE)
    context = {"lines": queries.lines_by_purpose(), "page": page, "check": queries.last_check()}
    return render(request, "files/store.html", context)


@require_POST
@requires("retention.view")
def verify(request: HttpRequest) -> HttpResponse:
    """Read the whole store now."""
    check = verify_store()
    lost = len(check.missing) + len(check.damaged)
    if lost:
        messages.error(request, _("%(n)s contents are missing or damaged.") % {"n": lost})
    else:
        messages.success(request, _("All %(n)s contents are whole.") % {"n": check.contents})
    return redirect("files:store")
