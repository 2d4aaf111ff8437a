"""Notices: the office's list, one with its versions, and what the public reads."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from phaodai.city.areas.models import Area
from phaodai.city.places.models import Place
from phaodai.city.places.queries import place_named
from phaodai.core import clock
from phaodai.core.access import get_visible_or_404
from phaodai.core.text import search_key
from phaodai.response.cases.models import Case
from phaodai.response.notices.models import PlaceNotice
from phaodai.response.notices.rules import NEVER_PUBLISHED, Message, Window, cap_xml, plain_text, rounded
from phaodai.response.notices.terms import NoticeState
from phaodai.response.tracing.models import Exposure
from phaodai.response.tracing.terms import ExposureKind

WITHDRAWN_SHOWN = timedelta(days=7)
PUBLIC_MOST = 500
MILESTONES_MOST = 40
SORTS = {
    "new": ("-drafted_at", "-pk"),
    "-new": ("drafted_at", "pk"),
    "place": ("place__sort_key", "-pk"),
    "-place": ("-place__sort_key", "-pk"),
    "published": ("-published_at", "-pk"),
    "-published": ("published_at", "pk"),
}


@dataclass(frozen=True)
class NoticeFilter:
    """What the list is narrowed to; empty narrows nothing. ``state`` may also be "expired"."""

    q: str = ""
    state: str = ""
    sort: str = "new"

    def as_words(self) -> dict[str, str]:
        words = {"q": self.q, "state": self.state}
        return {name: value for name, value in words.items() if value}


@dataclass(frozen=True)
class Milestone:
    """A place of a case with its hours, widened, for a draft."""

    place: Place
    windows: list[Window]


def notices_of(user: Any, wanted: NoticeFilter, now: datetime) -> "QuerySet[PlaceNotice]":
    """The notices of the user's areas, every version, as asked for."""
    rows = PlaceNotice.objects.visible_to(user).select_related("place", "area")
    if wanted.state == "expired":
        rows = rows.filter(state=NoticeState.PUBLISHED, expires_at__lte=now)
    elif wanted.state == NoticeState.PUBLISHED:
        rows = rows.in_force(now)
    elif wanted.state in NoticeState.values:
        rows = rows.filter(state=wanted.state)
    for word in search_key(wanted.q).split()[:6]:
        rows = rows.filter(Q(place__search_key__contains=word) | Q(number__icontains=word))
    return rows.order_by(*SORTS.get(wanted.sort, SORTS["new"]))


def notice_for(user: Any, uuid: UUID, capability: str = "notices.draft") -> PlaceNotice:
    """One notice; missing and out of reach answer alike (Http404)."""
    rows = PlaceNotice.objects.select_related("place__area__parent", "area__parent", "supersedes")
    found: PlaceNotice = get_visible_or_404(rows, user, capability, uuid=uuid)
    return found


def versions_of(notice: PlaceNotice) -> "QuerySet[PlaceNotice]":
    """Every version of a notice, newest first."""
    return PlaceNotice.objects.filter(series=notice.series).order_by("-version")


def place_meant(user: Any, text: str) -> Place | None:
    """The place a code or a whole name means, in an area where the user may draft."""
    place = place_named(user, text)
    if place is None:
        return None
    within: Place | None = (
        Place.objects.visible_to(user, "notices.draft")
        .filter(pk=place.pk)
        .select_related("area__parent")
        .first()
    )
    return within


def case_for(user: Any, uuid: UUID) -> Case:
    """A case whose places the user may announce (Http404 else)."""
    found: Case = get_visible_or_404(Case.objects.select_related("area"), user, "notices.draft", uuid=uuid)
    return found


def milestones(user: Any, case: Case, minutes: int) -> list[Milestone]:
    """The places of a case that its list and its interview show, with their hours widened. Three queries."""
    found: dict[str, list[Window]] = {}
    paths = Exposure.objects.filter(case=case, kind=ExposureKind.COPRESENCE, withdrawn_at__isnull=True)
    for (path,) in paths.values_list("path"):
        for node in path:
            if "place_uuid" in node:
                window = (
                    datetime.fromisoformat(node["case_start"]),
                    datetime.fromisoformat(node["case_end"]),
                )
                found.setdefault(node["place_uuid"], []).append(window)
    told = case.stops.filter(removed_at__isnull=True, place__isnull=False, end_at__isnull=False)
    stops: Any = told
    for uuid, start, end in stops.values_list("place__uuid", "start_at", "end_at"):
        found.setdefault(str(uuid), []).append((start, end))
    places = (
        Place.objects.visible_to(user, "notices.draft")
        .filter(uuid__in=found)
        .exclude(kind__in=NEVER_PUBLISHED)
    )
    rows = [
        Milestone(place, rounded(found[str(place.uuid)], minutes)) for place in places.order_by("sort_key")
    ]
    return rows[:MILESTONES_MOST]


# --- What the public reads: place and hours, nothing else -------------------------------------------------


@dataclass(frozen=True)
class PublicNotice:
    """One notice as the public reads it: out of the frozen content only."""

    uuid: UUID
    content: dict[str, Any]
    version: int
    published_at: datetime
    expires_at: datetime
    is_withdrawn: bool

    def text(self, language: str) -> str:
        return plain_text(self.content, language, is_withdrawn=self.is_withdrawn)


def public_notices(now: datetime, text: str = "") -> list[PublicNotice]:
    """What is in force, the newest first, and what was withdrawn in the last days, marked."""
    gone = Q(state=NoticeState.WITHDRAWN, ended_at__gt=now - WITHDRAWN_SHOWN, expires_at__gt=now)
    live = Q(state=NoticeState.PUBLISHED, published_at__lte=now, expires_at__gt=now)
    rows = PlaceNotice.objects.filter(live | gone)
    for word in search_key(text).split()[:6]:
        rows = rows.filter(Q(place__search_key__contains=word) | Q(area__in=_areas_named(word)))
    return [_public(row) for row in rows.order_by("-published_at", "-pk")[:PUBLIC_MOST]]


def _areas_named(word: str) -> Any:
    return Area.objects.filter(Q(search_key__contains=word) | Q(parent__search_key__contains=word)).values(
        "pk"
    )


def public_notice(uuid: UUID, now: datetime) -> tuple[PublicNotice, PlaceNotice]:
    """One notice the public may read: in force, replaced or withdrawn, until it expires (Http404 else)."""
    known = (NoticeState.PUBLISHED, NoticeState.UPDATED, NoticeState.WITHDRAWN)
    row = PlaceNotice.objects.filter(uuid=uuid, state__in=known, expires_at__gt=now).first()
    if row is None:
        raise Http404
    return _public(row), row


def cap_of(row: PlaceNotice) -> bytes:
    """The CAP message of a published version; withdrawn, the message that cancels it."""
    before = tuple(
        (_identifier(one), one.published_at)
        for one in PlaceNotice.objects.filter(
            series=row.series, version__lt=row.version, published_at__isnull=False
        ).order_by("version")
        if one.published_at
    )
    is_cancel = row.state == NoticeState.WITHDRAWN and row.ended_at is not None
    assert row.published_at is not None
    assert row.expires_at is not None
    own = ((_identifier(row), row.published_at),) if is_cancel else ()
    message = Message(
        identifier=_identifier(row) + (".cancel" if is_cancel else ""),
        sent=row.ended_at if is_cancel and row.ended_at else row.published_at,
        kind="Cancel" if is_cancel else ("Update" if before else "Alert"),
        is_exercise=clock.is_scenario(),
        expires=row.expires_at,
        references=before + own,
    )
    return cap_xml(row.content, message)


def _identifier(row: PlaceNotice) -> str:
    return f"phaodai.{row.number}.{row.version}"


def _public(row: PlaceNotice) -> PublicNotice:
    assert row.published_at is not None
    assert row.expires_at is not None
    return PublicNotice(
        row.uuid, row.content, row.version, row.published_at, row.expires_at,
        row.state == NoticeState.WITHDRAWN,
    )  # fmt: skip
