"""What quarantine shows on the pages of others."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from phaodai.core.access import requires
from phaodai.core.disclosures.services import confirm_retraction
from phaodai.response.quarantine.queries import orders


@require_safe
@requires("quarantine.view")
def person_panel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """On a person's page: their orders."""
    found = orders.orders_of_person(request.user, uuid)
    if not found:
        raise Http404
    return render(request, "quarantine/_person_panel.html", {"orders": found})


@require_safe
@requires("quarantine.view")
def case_panel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """On a case's page: the orders it caused, and who must hear that one was withdrawn."""
    return render(
        request, "quarantine/_case_panel.html", {"panel": orders.orders_of_case(request.user, uuid)}
    )


@require_POST
@requires("quarantine.view")
def retracted(request: HttpRequest, uuid: UUID, told_uuid: UUID) -> HttpResponse:
    """This audience has now been told that the order was withdrawn."""
    row = orders.order_for(request.user, uuid)
    confirm_retraction(told=orders.told_for(row, told_uuid), by=request.user)
    return redirect("quarantine:order", uuid=row.uuid)
