"""Clusters followed, and the chain through one: for the city CDC only."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phaodai.core.access import requires
from phaodai.core.exchange import export_response
from phaodai.core.ui.paging import asked_page
from phaodai.response.outbreaks import services
from phaodai.response.outbreaks.columns import CHAIN_COLUMNS
from phaodai.response.outbreaks.forms import AddCasesForm, ClusterForm, ReasonForm, uuid_or_none
from phaodai.response.outbreaks.queries import cases as finding
from phaodai.response.outbreaks.queries import chains

CHAINS = "chains.view"
PAGE_SIZE = 25
ZOOMS = ("50", "75", "100", "150", "200")


@require_safe
@requires(CHAINS)
def clusters(request: HttpRequest) -> HttpResponseBase:
    """The clusters followed and ended."""
    page = asked_page(request, chains.clusters_of(request.user), PAGE_SIZE)
    return render(request, "outbreaks/clusters.html", {"page": page, "tab": "clusters"})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CHAINS)
def open_cluster(request: HttpRequest) -> HttpResponseBase:
    """Follow cases together; what was found at a place fills the form."""
    first = {name: request.GET.get(name, "")[:8_000] for name in ("name", "codes", "place")}
    form = ClusterForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        found, missing = finding.by_codes(request.user, form.cleaned_data["codes"], CHAINS)
        if missing:
            form.add_error("codes", _("No such case: %(codes)s") % {"codes": ", ".join(missing[:10])})
        else:
            cluster = _open(request, form, found)
            if cluster is not None:
                return redirect("outbreaks:chain", cluster.uuid)
    status = 422 if form.is_bound else 200
    return render(request, "outbreaks/open_cluster.html", {"form": form}, status=status)


def _open(request: HttpRequest, form: ClusterForm, found: list[Any]) -> Any:
    place = finding.place_named(request.user, form.cleaned_data["place"])
    try:
        return services.open_cluster(
            name=form.cleaned_data["name"], cases=found, place=place, by=request.user
        )
    except ValidationError as error:
        form.add_error(
            "codes" if hasattr(error, "error_dict") and "cases" in error.error_dict else "name",
            error.messages,
        )
    except PermissionDenied:
        form.add_error("codes", _("You may not see all of these cases together."))
    return None


@require_safe
@requires(CHAINS)
def chain(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The chain of one cluster: drawn, as a table, or as a file."""
    cluster, found = services.open_chain(uuid=uuid, by=request.user)
    if request.GET.get("format") in ("xlsx", "csv"):
        services.note_list_read(
            action="export",
            list_name=f"chain_{cluster.code}",
            count=len(found.rows),
            filters={},
            by=request.user,
        )
        return export_response(request.GET["format"], f"chuoi-{cluster.code}", CHAIN_COLUMNS, found.rows)
    zoom = request.GET.get("zoom", "")
    return _page(request, cluster, found, int(zoom) if zoom in ZOOMS else 100)


def _page(
    request: HttpRequest, cluster: Any, found: chains.Chain, zoom: int = 100, status: int = 200, **forms: Any
) -> HttpResponseBase:
    about = {
        "cluster": cluster,
        "chain": found,
        "zoom": zoom,
        "zooms": ZOOMS,
        "drawn_width": round(found.drawing.width * zoom / 100),
        "drawn_height": round(found.drawing.height * zoom / 100),
        "by_key": {row.key: row for row in found.rows},
        "add_form": AddCasesForm(auto_id="add_%s"),
        "reason_form": ReasonForm(auto_id="end_%s"),
    }
    return render(request, "outbreaks/chain.html", {**about, **forms}, status=status)


@require_POST
@requires(CHAINS)
def add_cases(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Add cases by their codes."""
    cluster, form = chains.cluster_for(request.user, uuid), AddCasesForm(request.POST, auto_id="add_%s")
    if form.is_valid():
        found, missing = finding.by_codes(request.user, form.cleaned_data["codes"], CHAINS)
        if missing:
            form.add_error("codes", _("No such case: %(codes)s") % {"codes": ", ".join(missing[:10])})
        else:
            return _done(
                request,
                uuid,
                lambda: services.add_cases(
                    cluster=cluster, cases=found, reason=form.cleaned_data["reason"], by=request.user
                ),
            )
    shown, found_chain = services.open_chain(uuid=uuid, by=request.user)
    return _page(request, shown, found_chain, status=422, add_form=form)


@require_POST
@requires(CHAINS)
def remove_case(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Take one case out."""
    cluster = chains.cluster_for(request.user, uuid)
    wanted = uuid_or_none(request.POST.get("case", ""))
    case = finding.visible_cases(request.user, [wanted] if wanted else [], CHAINS).first()
    if case is None:
        messages.warning(request, _("Choose the case to take out."))
        return redirect("outbreaks:chain", uuid)
    reason = request.POST.get("reason", "")[:300]
    return _done(
        request,
        uuid,
        lambda: services.remove_case(cluster=cluster, case=case, reason=reason, by=request.user),
    )


@require_POST
@requires(CHAINS)
def change_state(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """End the cluster, or open it again."""
    cluster = chains.cluster_for(request.user, uuid)
    change = services.reopen_cluster if request.POST.get("to") == "open" else services.close_cluster
    reason = request.POST.get("reason", "")[:300]
    return _done(request, uuid, lambda: change(cluster=cluster, reason=reason, by=request.user))


def _done(request: HttpRequest, uuid: UUID, write: Any) -> HttpResponseBase:
    try:
        write()
        messages.success(request, _("Written."))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    except PermissionDenied:
        raise Http404 from None
    return redirect("outbreaks:chain", uuid)
