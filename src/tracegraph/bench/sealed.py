"""The sealed segments under test."""

import multiprocessing
import resource
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np

from tracegraph.bench.answers import Answer, Built, Whole
from tracegraph.bench.city import KINDS, City
from tracegraph.bench.questions import LIMIT, POLICY, Questions
from tracegraph.segments import shapes
from tracegraph.segments.backward import place_days
from tracegraph.segments.frames import Places
from tracegraph.segments.localtime import day_number, day_of_number
from tracegraph.segments.queries import Candidates, Engine, SubjectPeriod
from tracegraph.segments.reading import Reader
from tracegraph.segments.rows import Ints, rows_of_day
from tracegraph.segments.sealing import Store

LEDGER = "bench"


@dataclass(frozen=True)
class Found:
    """Candidates by the number of their case."""

    cases: list[tuple[int, Candidates]]

    def rows(self) -> Ints:
        parts = [np.insert(found.whole[:, : shapes.LAST + 1], 0, case, axis=1) for case, found in self.cases]
        return np.concatenate(parts)


class Segments:
    """Seals in a process of its own, so that its peak memory is its own."""

    name = "segments"

    def __init__(self, city: City, folder: Path) -> None:
        self.city, self.folder = city, folder

    def build(self) -> Built:
        here, there = multiprocessing.get_context("spawn").Pipe()
        process = multiprocessing.get_context("spawn").Process(
            target=seal_city, args=(self.city, self.folder, there)
        )
        process.start()
        there.close()
        peak_mb = float(here.recv())
        process.join()
        snapshot = Reader(self.folder, LEDGER).current
        self.engine = Engine(snapshot, POLICY, Places(KINDS, self.city.kinds))
        return Built(snapshot.manifest.records, snapshot.manifest.bytes, peak_mb)

    def f1(self, case: tuple[int, int, int]) -> Answer:
        return Found([(0, self.engine.candidates([SubjectPeriod(*case)]))])

    def second_ring(self, case: tuple[int, int, int]) -> Answer:
        first = self.engine.candidates([SubjectPeriod(*case)])
        isolated = dict.fromkeys(first.column(shapes.PERSON).tolist(), case[2])
        return Found([(2, self.engine.second_ring([SubjectPeriod(*case)], isolated)[1])])

    def batch(self, asked: Questions) -> Answer:
        cases = [[SubjectPeriod(*asked.case(number))] for number in range(len(asked.people))]
        return Found(list(enumerate(self.engine.batch(cases))))

    def backward(self, asked: Questions) -> Answer:
        windows = [SubjectPeriod(int(person), *asked.window) for person in asked.outbreak]
        found = place_days(self.engine, windows, LIMIT)
        rows = [(one.place, day_number(one.day), one.cases, one.visits) for one in found]
        return Whole(np.array(rows, np.int64).reshape(-1, 4))

    def close(self) -> None:
        del self.engine


def seal_city(city: City, folder: Path, report: Connection) -> None:
    """Seal every day; says the peak memory in MB."""
    store = Store(folder, LEDGER)
    for number, visits in city.days():
        day: date = day_of_number(number)
        store.seal_day(day, rows_of_day(day, visits.person, visits.place, visits.start, visits.end))
    report.send(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024)
    report.close()
