"""The sealed segments of this city's ledger: which days they may answer for, and their answers.

A day is answered by its segment when it was sealed from this database (the digests agree), has not changed since and
reads back whole. Every other day, today among them, is answered by the ledger itself; so both engines give the same
rows at every moment (`tests/test_sealed.py`).
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from phaodai.city.people.aliases import subject_numbers_merged
from phaodai.city.people.models import Person
from phaodai.city.places.models import Place
from phaodai.response.tracing.copresence import Found, Period, days_of, meetings_on
from phaodai.response.tracing.models import LedgerChange, SealedDay
from tracegraph import LingerPolicy, Meeting
from tracegraph.segments.frames import Places
from tracegraph.segments.queries import Engine, SubjectPeriod
from tracegraph.segments.reading import Reader, Snapshot

logger = logging.getLogger(__name__)


def folder() -> Path:
    """Where the segments of this city lie."""
    return Path(settings.PHAODAI_HOME) / "segments"


def ledger_name() -> str:
    """The name under which days are sealed: that of the database."""
    return str(connection.settings_dict["NAME"])


def meetings_of(periods: Sequence[Period], policy: LingerPolicy, together_s: int = 0) -> Found:
    """As `copresence.meetings_of`, from the segments as far as they are up to date. Raises `StoreError` kinds."""
    days = days_of(periods, policy)
    snapshot = _reader(folder(), ledger_name()).refresh()
    sealed = up_to_date(snapshot, days)
    still_open = [day for day in days if day not in sealed]
    found = [
        _from_segments(_engine(snapshot, sealed), periods, policy) if sealed else {},
        meetings_on(periods, policy, days, still_open),
        meetings_on(periods, policy, still_open, sorted(sealed)),
    ]
    return _long_enough(_joined(found), together_s)


def up_to_date(snapshot: Snapshot, days: Collection[date]) -> frozenset[date]:
    """Which of these days the segments may answer for. A day that cannot be read is named in the log."""
    for day in set(days) & set(snapshot.broken):
        logger.error("%s", snapshot.broken[day])
    known = dict(SealedDay.objects.filter(day__in=days).values_list("day", "digest"))
    changed = set(LedgerChange.objects.filter(day__in=days).values_list("day", flat=True))
    return frozenset(
        day
        for day, digest in known.items()
        if day in snapshot.days and day not in changed and digest_of(snapshot, day) == digest
    )


def digest_of(snapshot: Snapshot, day: date) -> str:
    """What the list of sealed days says a day holds, as the database notes it."""
    return "+".join(f"{part.digest:016x}" for part in snapshot.manifest.days[day])


@lru_cache(maxsize=4)
def _reader(where: Path, ledger: str) -> Reader:
    return Reader(where, ledger)


def _engine(snapshot: Snapshot, days: frozenset[date]) -> Engine:
    """Kept over requests, by what the days hold: laying out the days of a city takes longer than asking them."""
    key = (folder(), *((day, snapshot.manifest.days[day]) for day in sorted(days)))
    engine = _engines.get(key)
    if engine is None:
        engine = Engine(snapshot.only(days), LingerPolicy(), Places.of({}))
        _engines.clear()
        _engines[key] = engine
    return engine


_engines: dict[tuple[Any, ...], Engine] = {}


def _from_segments(engine: Engine, periods: Sequence[Period], policy: LingerPolicy) -> Found:
    numbers = _subject_numbers({one.person_id for one in periods})
    known = [one for one in periods if one.person_id in numbers]
    asked = [
        SubjectPeriod(numbers[one.person_id], int(one.from_at.timestamp()), int(one.to_at.timestamp()))
        for one in known
    ]
    merged = subject_numbers_merged()
    places = Places.of(_kinds(engine.under(policy, Places.of({}), merged).places_visited(asked)))
    rows = list(engine.under(policy, places, merged).meetings(asked))
    people = _people({number for _, number, _ in rows})
    found: dict[int, dict[int, list[Meeting]]] = defaultdict(lambda: defaultdict(list))
    for position, number, meeting in rows:
        found[known[position].key][people[number]].append(meeting)
    return {key: dict(people) for key, people in found.items()}


def _subject_numbers(people: Collection[int]) -> dict[int, int]:
    return dict(Person.objects.filter(pk__in=people).values_list("pk", "subject_no"))


def _people(numbers: Collection[int]) -> dict[int, int]:
    return dict(Person.objects.filter(subject_no__in=numbers).values_list("subject_no", "pk"))


def _kinds(places: Collection[int]) -> Mapping[int, str]:
    return dict(Place.objects.filter(pk__in=places).values_list("pk", "kind"))


def _joined(parts: Sequence[Found]) -> Found:
    found: dict[int, dict[int, list[Meeting]]] = defaultdict(lambda: defaultdict(list))
    for part in parts:
        for key, people in part.items():
            for person, meetings in people.items():
                found[key][person] += meetings
    return {key: dict(people) for key, people in found.items()}


def _long_enough(found: Found, together_s: int) -> Found:
    return {
        key: people
        for key, everybody in found.items()
        if (people := {who: met for who, met in everybody.items() if _together(met) >= together_s})
    }


def _together(meetings: Sequence[Meeting]) -> int:
    return sum(one.direct_s for one in meetings)
