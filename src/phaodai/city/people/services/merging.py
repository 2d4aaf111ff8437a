"""Two records of one human being are merged by two people, and can be taken apart again. Nothing is moved or deleted."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from phaodai.city.people.models import Person, PersonAlias
from phaodai.city.people.services.guard import EDITING, lock_person, must_say_why
from phaodai.city.people.terms import AliasState
from phaodai.core import clock
from phaodai.core.audit import services as trail

OPEN = (AliasState.PROPOSED, AliasState.ACTIVE)


@transaction.atomic
def propose_merge(*, person: Person, means: Person, reason: str, by: Any) -> PersonAlias:
    """``person`` is the same human being as ``means``, whose record is to count. Nothing follows until a second look.

    Raises:
        PermissionDenied: ``by`` may not edit both.
        ValidationError: no reason; the same record; one of them has a part in another merge.
    """
    reason = must_say_why(reason)
    if person.pk == means.pk:
        raise ValidationError({"means": _("These are the same record.")})
    for one in sorted((person, means), key=lambda row: row.pk):
        lock_person(one, by)
    _must_be_free(person, means)
    merge = PersonAlias.objects.create(
        person=person, means=means, reason=reason[:300], proposed_by_id=getattr(by, "pk", None),
        proposed_by_name=trail.actor_name(by), proposed_at=clock.now(),
    )  # fmt: skip
    _log(merge, "merge.proposed", by, reason)
    return merge


@transaction.atomic
def approve_merge(*, merge: PersonAlias, by: Any) -> PersonAlias:
    """The second look: from now on both records are read as one.

    Raises:
        PermissionDenied: ``by`` may not edit both.
        ValidationError: the proposer's own; not proposed any more; one of them was merged meanwhile.
    """
    row = _lock(merge, by)
    _must_be(row, AliasState.PROPOSED)
    if row.proposed_by_id is not None and row.proposed_by_id == getattr(by, "pk", None):
        raise ValidationError(_("Somebody else than the proposer looks again."), code="own")
    _must_be_free(row.person, row.means, row)
    return _decide(row, AliasState.ACTIVE, "", "merge.approved", by)


@transaction.atomic
def refuse_merge(*, merge: PersonAlias, reason: str, by: Any) -> PersonAlias:
    """They are two people after all, with the reason. Raises as `approve_merge`."""
    row = _lock(merge, by)
    _must_be(row, AliasState.PROPOSED)
    return _decide(row, AliasState.REFUSED, must_say_why(reason), "merge.refused", by)


@transaction.atomic
def undo_merge(*, merge: PersonAlias, reason: str, by: Any) -> PersonAlias:
    """Take a merge apart: each record has again what it always had. Raises as `approve_merge`."""
    row = _lock(merge, by)
    _must_be(row, AliasState.ACTIVE)
    return _decide(row, AliasState.UNDONE, must_say_why(reason), "merge.undone", by)


def _lock(merge: PersonAlias, by: Any) -> PersonAlias:
    row = (
        PersonAlias.objects.select_for_update(of=("self",)).select_related("person", "means").get(pk=merge.pk)
    )
    both = Person.objects.visible_to(by, EDITING).filter(pk__in=[row.person_id, row.means_id]).count()
    if both != 2:
        raise PermissionDenied
    return row


def _must_be(row: PersonAlias, state: str) -> None:
    if row.state != state:
        raise ValidationError(_("This merge has been decided already."), code="state")


def _must_be_free(person: Person, means: Person, own: PersonAlias | None = None) -> None:
    """One level only: who is merged away has nobody merged into them, who counts is merged into nobody."""
    away = Q(person__in=[person.pk, means.pk], state__in=OPEN)
    into = Q(means=person.pk, state__in=OPEN)
    if PersonAlias.objects.filter(away | into).exclude(pk=own.pk if own else 0).exists():
        raise ValidationError(
            _("One of these records has a part in another merge; take that apart first."), code="merged"
        )


def _decide(row: PersonAlias, state: str, reason: str, action: str, by: Any) -> PersonAlias:
    now: datetime = clock.now()
    row.state, row.decided_at, row.decision_reason = state, now, reason[:300]
    row.decided_by_id, row.decided_by_name = getattr(by, "pk", None), trail.actor_name(by)
    with trail.context(user=by, reason=reason):
        row.save()
    _log(row, action, by, reason)
    return row


def _log(row: PersonAlias, action: str, by: Any, reason: str) -> None:
    """One deed about either of them."""
    for one, other in ((row.person, row.means), (row.means, row.person)):
        trail.log_action(
            actor=by, action=action, subject_type="person", subject_id=one.uuid, reason=reason,
            data={"other": str(other.uuid), "merge": str(row.uuid)},
        )  # fmt: skip
