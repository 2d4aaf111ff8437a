"""Merging two records of one human being: proposed, looked at again, taken apart."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phaodai.city.people import aliases, queries, services
from phaodai.city.people.models import Person
from phaodai.city.people.terms import Look
from phaodai.core.access import requires

EDIT = "people.edit"


@require_safe
@requires(EDIT)
def merges(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Who may be the same person, and every merge this record has a part in."""
    found = services.open_person(uuid=uuid, by=request.user, look=Look.PERSON)
    user: Any = request.user
    if not queries.may_edit(user, found):
        raise Http404
    alike = [queries.display_person(one, user) for one in queries.duplicates_of(user, found)]
    about = {
        "person": found,
        "line": queries.display_person(found, user),
        "alike": alike,
        "merges": aliases.merges_of(found),
        "own": user.pk,
    }
    return render(request, "people/merges.html", about)


@require_POST
@requires(EDIT)
def propose(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Propose that another record is this person."""
    head = queries.person_for(request.user, uuid)
    other = _other(request)
    if other is None:
        messages.warning(request, _("Choose the record that is the same person."))
        return redirect("people:merges", uuid)
    reason = request.POST.get("reason", "")[:300]
    return _done(
        request,
        uuid,
        lambda: services.propose_merge(person=other, means=head, reason=reason, by=request.user),
        _("Proposed; somebody else looks again."),
    )


def _other(request: HttpRequest) -> Person | None:
    try:
        return queries.person_for(request.user, UUID(request.POST.get("other", "")))
    except ValueError:
        return None


@require_POST
@requires(EDIT)
def decide(request: HttpRequest, uuid: UUID, merge_uuid: UUID) -> HttpResponse:
    """Approve, refuse or take a merge apart."""
    merge = queries.merge_for(request.user, merge_uuid)
    reason = request.POST.get("reason", "")[:300]
    deeds: dict[str, tuple[Callable[[], Any], str]] = {
        "approve": (
            lambda: services.approve_merge(merge=merge, by=request.user),
            _("Merged: both records are read as one."),
        ),
        "refuse": (
            lambda: services.refuse_merge(merge=merge, reason=reason, by=request.user),
            _("They stay two people."),
        ),
        "undo": (
            lambda: services.undo_merge(merge=merge, reason=reason, by=request.user),
            _("Taken apart: each record has again what it always had."),
        ),
    }
    write, said = deeds.get(request.POST.get("deed", ""), (None, ""))
    if write is None:
        messages.warning(request, _("Choose what is to be done."))
        return redirect("people:merges", uuid)
    return _done(request, uuid, write, said)


def _done(request: HttpRequest, uuid: UUID, write: Callable[[], Any], said: str) -> HttpResponse:
    try:
        write()
        messages.success(request, said)
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect("people:merges", uuid)
