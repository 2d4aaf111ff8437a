"""What the scanners saw: visits with missed scans, missing exits, wrong places and late scans, at stated
rates.
"""

from dataclasses import dataclass

import numpy as np

from phaodai.command.drill.generator.assumptions import Noise
from phaodai.command.drill.generator.ground import Ground
from phaodai.command.drill.generator.routine import DAY_S, NOW_S, Visits


@dataclass
class Records:
    """Rows of the ledger: ``end`` is -1 where the exit was never scanned; ``client_id`` 16 bytes a row."""

    person: np.ndarray
    place: np.ndarray
    start: np.ndarray
    end: np.ndarray
    is_typed: np.ndarray
    client_id: np.ndarray
    true_place: np.ndarray

    def __len__(self) -> int:
        return len(self.person)


def record(rng: np.random.Generator, ground: Ground, visits: Visits, noise: Noise) -> Records:
    """The rows that the true visits left behind."""
    seen = visits.where(rng.random(len(visits)) >= _missed(ground, noise)[visits.place])
    count = len(seen)
    place = np.where(rng.random(count) < noise.wrong_place, _neighbour(rng, ground)[seen.place], seen.place)
    start = _late(rng, seen.start, noise.late_scan_s)
    end = np.maximum(_late(rng, seen.end, noise.late_scan_s), start)
    open_ended = rng.random(count) < noise.missing_exit
    return Records(
        person=seen.person,
        place=place,
        start=start,
        end=np.where(open_ended, -1, end),
        is_typed=rng.random(count) < noise.typed_by_hand,
        client_id=_uuid4(rng.integers(0, 256, size=(count, 16), dtype=np.uint8)),
        true_place=seen.place,
    )


def _missed(ground: Ground, noise: Noise) -> np.ndarray:
    """The share of scans missed, by place."""
    return np.array([noise.missed_scan.get(place.kind, noise.missed_elsewhere) for place in ground.places])


def _neighbour(rng: np.random.Generator, ground: Ground) -> np.ndarray:
    """For each place the one whose QR is scanned by mistake: another of the same ward, else the next one."""
    wards = np.array([place.ward for place in ground.places])
    wrong = np.empty(len(wards), dtype=np.int64)
    for index in range(len(wards)):
        near = np.flatnonzero((wards == wards[index]) & (np.arange(len(wards)) != index))
        wrong[index] = near[rng.integers(len(near))] if len(near) else (index + 1) % len(wards)
    return wrong


def _late(rng: np.random.Generator, moments: np.ndarray, at_most: int) -> np.ndarray:
    """Scans come a little late, never on another day or after the scenario's moment."""
    late = moments + np.abs(rng.normal(0, at_most / 3, len(moments))).astype(np.int64)
    return np.minimum(np.minimum(late, (moments // DAY_S + 1) * DAY_S - 1), NOW_S)


def _uuid4(raw: np.ndarray) -> np.ndarray:
    """Random bytes with the marks of a version 4 UUID."""
    raw[:, 6] = (raw[:, 6] & 0x0F) | 0x40
    raw[:, 8] = (raw[:, 8] & 0x3F) | 0x80
    return raw
