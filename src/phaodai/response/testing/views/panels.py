"""What other modules' pages load of testing."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from phaodai.core.access import requires
from phaodai.response.testing.queries import panels
from phaodai.response.testing.queries.status import person_status


@require_safe
@requires("tests.view")
def person_panel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A person's tests: where they stand, tubes, orders."""
    person = panels.person_of(request.user, uuid)
    members = panels.memberships_of(person.pk)
    context = {
        "person": person,
        "status": person_status(person),
        "members": members,
        "reachable": panels.reachable(request.user, [member.tube_id for member in members]),
        "orders": list(panels.open_orders_of(person.pk)),
    }
    return render(request, "testing/_person_panel.html", context)


@require_safe
@requires("tests.view")
def case_panel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A case's tests: of the patient, and those ordered because of the case."""
    case = panels.case_of(request.user, uuid)
    members = panels.memberships_of(case.person_id)
    context = {
        "case": case,
        "status": person_status(case.person),
        "members": members,
        "reachable": panels.reachable(request.user, [member.tube_id for member in members]),
        "orders": list(panels.orders_of_case(request.user, case)),
    }
    return render(request, "testing/_case_panel.html", context)
