"""Finding cases by their codes."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from phaodai.city.places.models import Place
from phaodai.response.cases.models import Case


def by_codes(user: Any, codes: Iterable[str], capability: str) -> tuple[list[Case], list[str]]:
    """The visible cases with these codes, and the codes that name none."""
    wanted = list(codes)
    found = list(Case.objects.visible_to(user, capability).filter(code__in=wanted).order_by("code"))
    known = {case.code for case in found}
    return found, [code for code in wanted if code not in known]


def infector_named(user: Any, uuid: UUID) -> Case:
    """A case named as a source; whether ``user`` may name it is the service's to say (Http404 where there is none)."""
    found = Case.objects.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def visible_cases(user: Any, uuids: Iterable[UUID], capability: str) -> "QuerySet[Case]":
    """The visible cases with these ids."""
    return Case.objects.visible_to(user, capability).filter(uuid__in=list(uuids)).order_by("code")


def place_named(user: Any, uuid: UUID | None) -> Place | None:
    """The visible place of an id, for a cluster found there."""
    if uuid is None:
        return None
    place: Place | None = Place.objects.visible_to(user).filter(uuid=uuid).first()
    return place
