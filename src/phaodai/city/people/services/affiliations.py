"""Where people work, study and hold posts."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.organizations.models import Post
from phaodai.city.people.models import Affiliation, Person, PostHolding
from phaodai.city.people.services.guard import lock_person
from phaodai.city.places.models import Place
from phaodai.core import clock
from phaodai.core.audit import services as trail

APPOINTING = "organizations.edit"


@transaction.atomic
def start_affiliation(
    *, person: Person, kind: str, place: Place, by: Any, group: str = "", since: date | None = None
) -> Affiliation:
    """Write where somebody works or studies; the same place and group twice is one row."""
    locked, day = lock_person(person, by), since or clock.today()
    held = locked.affiliations.filter(kind=kind, place=place, group=group, valid__contains=day).first()
    if held is not None:
        return held
    with trail.context(user=by):
        return Affiliation.objects.create(
            person=locked, kind=kind, place=place, group=group, valid=(day, None)
        )


@transaction.atomic
def end_affiliation(*, affiliation: Affiliation, by: Any, on: date | None = None) -> None:
    """End it on a day (today unless given); one begun that day is removed."""
    lock_person(affiliation.person, by)
    held = Affiliation.objects.select_for_update().get(pk=affiliation.pk)
    day = on or clock.today()
    with trail.context(user=by):
        if held.valid.lower and held.valid.lower >= day:
            held.delete()
            return
        held.valid = (held.valid.lower, day)
        held.save(update_fields=["valid"])


@transaction.atomic
def appoint_holder(*, post: Post, person: Person, by: Any, on: date | None = None) -> PostHolding:
    """Give a post to somebody; whoever held it until now leaves it that day.

    Raises:
        PermissionDenied: ``by`` may not edit organisations.
        ValidationError: the present holder took it up on that day or later.
    """
    day = on or clock.today()
    dismiss_holder(post=post, by=by, on=day)
    with trail.context(user=by):
        return PostHolding.objects.create(post=post, person=person, valid=(day, None))


@transaction.atomic
def dismiss_holder(*, post: Post, by: Any, on: date | None = None) -> None:
    """End the present holding of a post, if there is one."""
    if not by.may(APPOINTING):
        raise PermissionDenied
    day = on or clock.today()
    held = PostHolding.objects.select_for_update().filter(post=post, valid__endswith__isnull=True).first()
    if held is None:
        return
    if held.valid.lower and held.valid.lower >= day:
        raise ValidationError({"on": _("The post was taken up on that day or later.")})
    with trail.context(user=by):
        held.valid = (held.valid.lower, day)
        held.save(update_fields=["valid"])
