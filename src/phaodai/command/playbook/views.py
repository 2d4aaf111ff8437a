"""The playbook on screen: steps that need somebody, and the chain of one case."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phaodai.command.playbook import queries
from phaodai.core.access import GuardedRequest, requires
from phaodai.core.audit.services import record_read
from phaodai.core.events.models import DeliveryState
from phaodai.core.events.services import retry_delivery
from phaodai.core.ui.paging import asked_page

PAGE = 50


@require_safe
@requires("playbook.view")
def steps(request: GuardedRequest) -> HttpResponse:
    """Steps that wait, fail or are stuck, with their error and age."""
    page = asked_page(request, queries.open_steps(request.GET.get("state", "")), PAGE)
    context = {
        "page": page,
        "lines": [queries.line_of(row) for row in page.object_list],
        "counts": queries.step_counts(),
        "states": [choice for choice in DeliveryState.choices if choice[0] != DeliveryState.DONE],
        "may_retry": request.user.may("playbook.retry"),
        "is_narrowed": bool(request.GET.get("state")),
    }
    return render(request, "playbook/steps.html", context)


@require_POST
@requires("playbook.retry")
def retry(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Run a failed step again."""
    row = queries.delivery_for(delivery_id)
    if retry_delivery(delivery=row, by=request.user):
        messages.success(request, _("The step is queued again."))
    else:
        messages.info(request, _("The step has been done meanwhile."))
    return redirect("playbook:steps")


@require_safe
@requires("cases.view")
def case(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What led to what in one case, with times."""
    chain = queries.chain_of_case(request.user, uuid)
    record_read(actor=request.user, subject_type="case", subject_ids=[uuid], purpose=_("event chain"))
    return render(request, "playbook/case.html", {"chain": chain})


@require_safe
@requires("cases.view")
def case_panel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """On the case's page: how long it took, and steps that are still open."""
    return render(request, "playbook/_case_panel.html", {"chain": queries.chain_of_case(request.user, uuid)})
