"""Changes of areas carried out: predecessors end, successors begin, and how they hang together is written down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.core.exceptions import PermissionDenied
from django.db import transaction

from phaodai.city.areas.facts import AreaFact
from phaodai.city.areas.models import Area
from phaodai.city.areas.services import end_areas, load_areas
from phaodai.city.succession.models import AreaChange, AreaSuccession, SuccessionGap
from phaodai.city.succession.rules import Link, Unit, kind_of, name_key
from phaodai.city.succession.terms import ChangeKind
from phaodai.core.audit.services import actor_name

REGISTER = uuid5(NAMESPACE_OID, "the register of areas")
"""The register as a whole, in the audit log."""
LEVEL_ABOVE = {"district": "province", "ward": "district"}


@dataclass(frozen=True)
class Change:
    """One change to carry out: its links, and what the later register says of the successors."""

    links: Sequence[Link]
    is_complete: bool = True
    decree: str = ""


@dataclass
class Outcome:
    """What was done, or would be."""

    opened: int = 0
    ended: int = 0
    changes: int = 0
    links: int = 0
    known: int = 0
    unchanged: int = 0
    gaps: int = 0
    refused: list[str] = field(default_factory=list)

    def add(self, other: "Outcome") -> None:
        for name in ("opened", "ended", "changes", "links", "known", "unchanged", "gaps"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.refused += other.refused


@transaction.atomic
def apply_changes(
    *,
    changes: Iterable[Change],
    olds: dict[str, Area],
    news: dict[str, Unit],
    level: str,
    on: date,
    by: Any,
    source: str,
    lost: Iterable[str] = (),
    reason: str = "not_found",
    parent_level: str = "",
) -> Outcome:
    """End the predecessors on a day, open the successors, link them. Changes known already are left alone.

    ``olds`` are areas by code as of the day before; ``news`` what the later register says of the successors; ``lost``
    are codes that end without anybody knowing what they became.

    Raises:
        PermissionDenied: without ``areas.edit``.
    """
    if not by.may("areas.edit"):
        raise PermissionDenied
    outcome = Outcome()
    fresh = _fresh(list(changes), olds, on, outcome)
    gone = {link.old for change in fresh for link in change.links} | set(lost)
    outcome.ended = end_areas(areas=[olds[code] for code in sorted(gone)], on=on, by=by)
    successors = _open(fresh, news, level, parent_level or LEVEL_ABOVE.get(level, ""), on, by, outcome)
    _write(fresh, olds, successors, on, by, source, outcome)
    _write_gaps([olds[code] for code in sorted(lost)], on, reason, source, outcome)
    return outcome


def _fresh(changes: list[Change], olds: dict[str, Area], on: date, outcome: Outcome) -> list[Change]:
    known = set(
        AreaSuccession.objects.filter(
            change__effective_on=on,
            change__undone_at__isnull=True,
            predecessor__in=[area.pk for area in olds.values()],
        ).values_list("predecessor", flat=True)
    )
    fresh = [change for change in changes if not any(olds[link.old].pk in known for link in change.links)]
    outcome.known = len(changes) - len(fresh)
    return fresh


def _open(
    changes: list[Change], news: dict[str, Unit], level: str, above: str, on: date, by: Any, outcome: Outcome
) -> dict[str, Area]:
    """The successors by code, opened where they are not there yet."""
    codes = {link.new for change in changes for link in change.links}
    facts = [_fact(news[code], above, on) for code in sorted(codes) if code in news]
    loaded = load_areas(facts=facts, by=by)
    outcome.opened = loaded.added
    outcome.refused += [f"{fact.code} {fact.name}" for fact in (*loaded.conflicts, *loaded.orphans)]
    rows = Area.objects.in_force(on).filter(level=level, code__in=codes)
    return {area.code: area for area in rows}


def _fact(unit: Unit, above: str, on: date) -> AreaFact:
    east, north = unit.centre or (None, None)
    return AreaFact(
        unit.level,
        unit.code,
        unit.name,
        above or None,
        unit.above or None,
        on,
        latitude=north,
        longitude=east,
    )


def _write(
    changes: list[Change],
    olds: dict[str, Area],
    news: dict[str, Area],
    on: date,
    by: Any,
    source: str,
    outcome: Outcome,
) -> None:
    rows, links = [], []
    for change in changes:
        placed = [link for link in change.links if link.new in news]
        if not placed:
            continue
        row = AreaChange(
            kind=_kind(placed, olds, news), effective_on=on, decree=change.decree, source=source,
            decided_by_name=actor_name(by), is_complete=change.is_complete,
        )  # fmt: skip
        rows.append(row)
        links += [
            AreaSuccession(
                change=row, predecessor=olds[link.old], successor=news[link.new], share=decimal(link.share)
            )
            for link in placed
        ]
    AreaChange.objects.bulk_create(rows, batch_size=1000)
    AreaSuccession.objects.bulk_create(links, batch_size=1000)
    outcome.changes, outcome.links = len(rows), len(links)


def _kind(links: Sequence[Link], olds: dict[str, Area], news: dict[str, Area]) -> str:
    first = links[0]
    old, new = olds[first.old], news[first.new]
    same_name = name_key(old.name) == name_key(new.name) and old.code == new.code
    return kind_of(links, same_name=same_name)


def decimal(share: Fraction | None) -> Decimal | None:
    """A share as the database keeps it."""
    return None if share is None else round(Decimal(share.numerator) / Decimal(share.denominator), 5)


def _write_gaps(areas: list[Area], on: date, reason: str, source: str, outcome: Outcome) -> None:
    known = set(SuccessionGap.objects.filter(area__in=areas, effective_on=on).values_list("area", flat=True))
    fresh = [area for area in areas if area.pk not in known]
    SuccessionGap.objects.bulk_create(
        [SuccessionGap(area=area, effective_on=on, reason=reason, source=source) for area in fresh]
    )
    outcome.gaps = len(areas)


def end_without_successor(*, areas: list[Area], on: date, by: Any, source: str, decree: str = "") -> Outcome:
    """A tier is abolished: its areas end and none of their level follows. Known ends are left alone."""
    done = AreaSuccession.objects.filter(
        change__effective_on=on, change__undone_at__isnull=True, predecessor__in=areas, successor__isnull=True
    )
    known = set(done.values_list("predecessor", flat=True))
    fresh = [area for area in areas if area.pk not in known]
    ended = end_areas(areas=areas, on=on, by=by)
    if fresh:
        change = AreaChange.objects.create(
            kind=ChangeKind.END, effective_on=on, source=source, decree=decree, decided_by_name=actor_name(by)
        )
        AreaSuccession.objects.bulk_create(
            [AreaSuccession(change=change, predecessor=area) for area in fresh]
        )
    return Outcome(ended=ended, changes=int(bool(fresh)), links=len(fresh), known=len(known))
