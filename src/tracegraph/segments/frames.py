"""A snapshot, a policy and the merged persons in the arrays that the kernels read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tracegraph.policy import LingerPolicy
from tracegraph.segments import shapes
from tracegraph.segments.localtime import day_number
from tracegraph.segments.parts import OpenPart
from tracegraph.segments.reading import OpenDay, Snapshot
from tracegraph.segments.removal import Dead

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Places:
    """Which kind each place has: ``codes[number]`` is a position in ``kinds``. Places beyond have no kind."""

    kinds: Sequence[str]
    codes: NDArray[np.uint8]

    @staticmethod
    def of(kind_of: Mapping[int, str]) -> "Places":
        """From a register of places: number → kind."""
        kinds = sorted(set(kind_of.values()))
        position = {kind: number for number, kind in enumerate(kinds)}
        codes = np.full(max(kind_of, default=-1) + 1, len(kinds), np.uint8)
        for place, kind in kind_of.items():
            codes[place] = position[kind]
        return Places(kinds, codes)

    def kind(self, place: int) -> str:
        code = int(self.codes[place]) if place < len(self.codes) else len(self.kinds)
        return self.kinds[code] if code < len(self.kinds) else ""


def days_frame(snapshot: Snapshot) -> shapes.Days:
    """Every file of every day of the snapshot, in order of days."""
    days = [snapshot.days[day] for day in sorted(snapshot.days)]
    meta = [_meta(part, dead) for day in days for part, dead in zip(day.parts, day.dead, strict=True)]
    day0, first = _first_files(days)
    return shapes.Days(np.array(meta, np.int64).reshape(-1, shapes.META_COLUMNS), first, day0)


def _first_files(days: Sequence[OpenDay]) -> tuple[int, Ints]:
    if not days:
        return 0, np.zeros(1, np.int64)
    day0 = day_number(days[0].day)
    counts = np.zeros(day_number(days[-1].day) - day0 + 1, np.int64)
    for day in days:
        counts[day_number(day.day) - day0] = len(day.parts)
    return day0, np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])


def _meta(part: OpenPart, dead: Dead) -> list[int]:
    at, sections = part.offsets, part.sections
    row = [0] * shapes.META_COLUMNS
    row[shapes.DAY] = day_number(part.day)
    row[shapes.BY_PLACE], row[shapes.BY_PERSON] = at["by_place"] // 8, at["by_person"] // 8
    row[shapes.PLACE_LONGEST] = at["place_longest"] // 4
    for name, ids, slots, offsets in (
        ("place", shapes.PLACE_IDS, shapes.PLACE_SLOTS, shapes.PLACE_OFFSETS),
        ("person", shapes.PERSON_IDS, shapes.PERSON_SLOTS, shapes.PERSON_OFFSETS),
    ):
        row[ids] = at[f"{name}_ids"] // 4 if len(sections[f"{name}_ids"]) else -1
        row[slots] = max(len(sections[f"{name}_offsets"]) - 1, 0)
        row[offsets] = at[f"{name}_offsets"] // 4
    for words, address, size in (
        (part.words64, shapes.WORDS64, shapes.SIZE64),
        (part.words32, shapes.WORDS32, shapes.SIZE32),
        (dead.place, shapes.DEAD_PLACE, shapes.DEAD_PLACES),
        (dead.person, shapes.DEAD_PERSON, shapes.DEAD_PERSONS),
    ):
        row[address], row[size] = words.ctypes.data, len(words)
    return row


def rules_frame(policy: LingerPolicy, places: Places) -> shapes.Rules:
    """The policy for each kind of place; the last entry is for places of no known kind."""
    kinds, weights = [*places.kinds, ""], policy.weights
    return shapes.Rules(
        places.codes,
        np.array([policy.linger_of(kind) for kind in kinds], np.int64),
        np.array([policy.open_duration_of(kind) for kind in kinds], np.int64),
        np.array([weights.of_kind(kind) for kind in kinds], np.float64),
        float(weights.direct),
        float(weights.linger),
        float(weights.meeting_minutes),
        float(weights.half_minutes),
    )


def aliases_frame(means: Mapping[int, int]) -> shapes.Aliases:
    """Merged persons: number → the number it means. Chains are followed; a circle is refused."""
    last = {alias: _end_of_chain(means, alias) for alias in means}
    by_alias = sorted(last.items())
    by_group = sorted((target, alias) for alias, target in last.items())
    return shapes.Aliases(
        np.array([alias for alias, _ in by_alias], np.int64),
        np.array([target for _, target in by_alias], np.int64),
        np.array([target for target, _ in by_group], np.int64),
        np.array([alias for _, alias in by_group], np.int64),
    )


def _end_of_chain(means: Mapping[int, int], alias: int) -> int:
    seen, at = {alias}, means[alias]
    while at in means:
        if at in seen:
            raise ValueError(f"Persons {sorted(seen)} are merged in a circle.")
        seen.add(at)
        at = means[at]
    return at
