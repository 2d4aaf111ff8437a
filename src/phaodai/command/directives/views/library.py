"""The library of directives, and the beginning of a new one."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from phaodai.command.directives import forms, services
from phaodai.command.directives.columns import DIRECTIVE_COLUMNS
from phaodai.command.directives.queries import directives, units
from phaodai.command.directives.reader import read_pasted, read_upload
from phaodai.command.directives.terms import DirectiveKind, DirectiveState
from phaodai.core.access import GuardedRequest, requires
from phaodai.core.exchange import export_response
from phaodai.core.ui.paging import asked_page

PAGE = 50


@require_safe
@requires("directives.view")
def library(request: GuardedRequest) -> HttpResponseBase:
    """What the user may read: searched, narrowed, on a day, paged, or as a spreadsheet (``?format=xlsx``)."""
    wanted = forms.LibraryForm(request.GET).wanted()
    rows = directives.library(request.user, wanted)
    if request.GET.get("format") in ("xlsx", "csv"):
        return export_response(
            request.GET["format"], "directives", DIRECTIVE_COLUMNS, rows.iterator(chunk_size=500)
        )
    context = {
        "page": asked_page(request, rows, PAGE),
        "wanted": wanted,
        "states": DirectiveState.choices,
        "kinds": DirectiveKind.choices,
        "is_narrowed": any((wanted.text, wanted.state, wanted.kind, wanted.on)),
        "may_draft": request.user.may("directives.draft"),
        "may_follow": request.user.may("directives.follow"),
    }
    return render(request, "directives/library.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("directives.draft")
def new(request: HttpRequest) -> HttpResponse:
    """Paste or upload a text; it is read and becomes a draft with its tasks."""
    issuers = units.own_units(request.user, "directives.draft")  # type: ignore[arg-type]
    form = forms.NewDirectiveForm(request.POST or None, request.FILES or None, issuers=issuers)
    if request.method == "POST" and form.is_valid():
        try:
            made = _draft(request.user, form.cleaned_data)
        except ValidationError as error:
            form.add_error("file" if form.cleaned_data["file"] else "text", error)
        except PermissionDenied:
            raise Http404 from None
        else:
            return redirect("directives:directive", uuid=made.uuid)
    return render(request, "directives/new.html", {"form": form})


def _draft(user: Any, given: dict[str, Any]) -> Any:
    reading = read_upload(given["file"]) if given["file"] else read_pasted(given["text"])
    return services.draft_from_reading(
        reading=reading,
        issuer=given["issuer"],
        by=user,
        title=given["title"],
        is_incoming=given["is_incoming"],
    )
