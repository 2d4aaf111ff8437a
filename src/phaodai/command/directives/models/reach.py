"""Which directives and assignments somebody may see; the truth table is in the README."""

from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from phaodai.city.areas.models import AreaClosure
from phaodai.city.organizations.models import Organization
from phaodai.command.directives.terms import OUT
from phaodai.core.access import Reach
from phaodai.core.access.reach import Actor

NOTHING = Q(pk__in=[])


def units_within(reach: Reach) -> "QuerySet[Organization]":
    """The organisations a capability reaches, as a sub-select of ids (not for ``everywhere``)."""
    where = Q(pk__in=reach.organizations)
    if reach.areas is not None:
        where |= Q(area__in=reach.areas)
    return Organization.objects.filter(where).values("pk")  # type: ignore[return-value]


def units_of(user: Actor, capability: str) -> "QuerySet[Organization] | None":
    """The organisations ``user`` holds the capability for; None is all of them."""
    reach = user.reach(capability)
    return None if reach.everywhere else units_within(reach)


def readable_directives(user: Actor, wanted: str) -> Q:
    """What ``user`` may read of the library.

    Their own issuers' documents (drafts only for those who draft or sign), those that give a unit of theirs a task,
    drafts a unit of theirs was asked about, and what was issued by an authority above them. For any other
    capability: the issuer's documents only.
    """
    reach = user.reach(wanted)
    if reach.everywhere:
        return Q()
    if reach.is_empty:
        return NOTHING
    units = units_within(reach)
    if wanted != "directives.view":
        return Q(issuer__in=units)
    assigned = _model("Assignment").filter(Q(unit__in=units) | Q(via__in=units)).values("task__directive")
    asked = _model("Opinion").filter(unit__in=units).values("directive")
    is_out = Q(state__in=OUT) & (
        Q(issuer__in=units) | Q(pk__in=assigned) | Q(issuer__area__in=_areas_above(reach))
    )
    return is_out | Q(pk__in=asked) | _own_drafts(user)


def _own_drafts(user: Actor) -> Q:
    drafts = NOTHING
    for capability in ("directives.draft", "directives.sign"):
        units = units_of(user, capability)
        drafts = drafts | (Q() if units is None else Q(issuer__in=units))
    return drafts


def _areas_above(reach: Reach) -> QuerySet[Any]:
    below = Q(descendant__organizations__in=reach.organizations)
    if reach.areas is not None:
        below |= Q(descendant__in=reach.areas)
    return AreaClosure.objects.filter(below).values("ancestor")


def visible_assignments(user: Actor, wanted: str) -> Q:
    """Assignments of one's own units, those passing through them, given by them, watched or delegated by them."""
    units = units_of(user, wanted)
    if units is None:
        return Q()
    if wanted == "directives.report":
        return Q(unit__in=units)
    given = Q(task__directive__issuer__in=units) | Q(task__monitor__in=units) | Q(parent__unit__in=units)
    if wanted == "directives.follow":
        return given
    return Q(unit__in=units) | Q(via__in=units) | given


def _model(name: str) -> Any:
    return apps.get_model("directives", name)._default_manager
