"""Machines that stop, disks that fill, files that rot: a clear sentence, nothing lost, the other days answer."""

import json
import multiprocessing
import os
import resource
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from multiprocessing.synchronize import Event
from pathlib import Path

import numpy as np
import pytest

from tests.tracegraph.sealed import LEDGER, Register, ask, rows_by_day, seal
from tracegraph import CasePeriod, Contact, LingerPolicy, Visit, trace
from tracegraph.segments import manifest as listing
from tracegraph.segments.disk import Disk
from tracegraph.segments.errors import (
    BrokenDay,
    ForeignStore,
    NewerStore,
    RowsRefused,
    StoreBusy,
    StoreFull,
    TornStore,
)
from tracegraph.segments.layout import HEADER_BYTES, PREFIX
from tracegraph.segments.localtime import DAY_S, day_number, midnight
from tracegraph.segments.reading import Reader
from tracegraph.segments.rows import OPEN, no_rows, rows_of_day, rows_of_visits
from tracegraph.segments.sealing import Store

TENTH, ELEVENTH, THIRTEENTH = date(2021, 9, 10), date(2021, 9, 11), date(2021, 9, 13)
NOON = midnight(day_number(TENTH)) + DAY_S // 2
POLICY = LingerPolicy()


def visits_of(day: date) -> list[Visit]:
    noon = midnight(day_number(day)) + DAY_S // 2
    return [
        Visit("F0", "cho", "market", noon, noon + 3_600),
        Visit("An", "cho", "market", noon + 600, noon + 900),
    ]


VISITS = [*visits_of(TENTH), *visits_of(ELEVENTH), *visits_of(THIRTEENTH)]
REGISTER = Register.of(VISITS)


def case_on(day: date) -> CasePeriod:
    begin = midnight(day_number(day))
    return CasePeriod("F0", "F0", begin, begin + DAY_S)


def found_on(folder: Path, day: date) -> list[Contact]:
    return ask(folder, REGISTER, [case_on(day)], POLICY)


def expected_on(day: date) -> list[Contact]:
    return trace(VISITS, [case_on(day)], POLICY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    seal(tmp_path / "days", REGISTER, VISITS)
    return tmp_path / "days"


def file_of(folder: Path, day: date) -> Path:
    return folder / Store(folder, LEDGER).manifest().days[day][0].file


@dataclass(frozen=True)
class StoppingDisk(Disk):
    """Kills its own process as it begins the given step, or right after it has done half of a file."""

    stop_at: int
    counter: list[int]

    def _step(self) -> None:
        self.counter[0] += 1
        if self.counter[0] == self.stop_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def fill(self, path: Path, chunks: Iterable[bytes | memoryview]) -> None:
        self._step()
        whole = b"".join(bytes(chunk) for chunk in chunks)
        path.write_bytes(whole[: len(whole) // 2])
        self._step()
        super().fill(path, [whole])

    def rename(self, old: Path, new: Path) -> None:
        self._step()
        super().rename(old, new)

    def sync_folder(self, folder: Path) -> None:
        self._step()
        super().sync_folder(folder)

    def make_folder(self, folder: Path) -> None:
        self._step()
        super().make_folder(folder)

    def remove(self, path: Path) -> None:
        self._step()
        super().remove(path)


def change_the_eleventh(folder: Path, stop_at: int) -> None:
    """Seals the eleventh anew with one visit more, by a process that dies at a step."""
    store = Store(folder, LEDGER, StoppingDisk(stop_at, [0]))
    rows = rows_by_day(REGISTER, [*VISITS, replace(VISITS[3], start=VISITS[3].start + 60)])
    store.seal_day(ELEVENTH, rows[day_number(ELEVENTH)])


def in_a_process(work: Callable[..., None], *arguments: object) -> int:
    """Runs work in a child and returns its exit code."""
    process = multiprocessing.get_context("fork").Process(target=work, args=arguments)
    process.start()
    process.join()
    return int(process.exitcode or 0)


@pytest.mark.faults
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_killed_at_every_step_the_day_is_as_it_was_or_as_it_shall_be(folder: Path) -> None:
    before, steps = found_on(folder, ELEVENTH), 0
    assert before == expected_on(ELEVENTH)
    while in_a_process(change_the_eleventh, folder, steps + 1):
        steps += 1
        now = found_on(folder, ELEVENTH)
        assert [one.visits for one in now] in ([1], [2]), f"killed at step {steps}"
        assert found_on(folder, TENTH) == expected_on(TENTH)
        seal(folder, REGISTER, visits_of(ELEVENTH))
        assert not list(folder.rglob("*.tmp")), "the next sealing tidies up"
        assert len(list(folder.rglob("*.seg"))) == 3
    assert steps >= 8
    assert [one.visits for one in found_on(folder, ELEVENTH)] == [2]


def test_a_full_disk_changes_nothing_and_leaves_nothing(folder: Path) -> None:
    rows = rows_of_visits(TENTH, [(1, 1, NOON, NOON + 60)] * 5_000)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(StoreFull, match=r"No room to write .* untouched"):
            Store(folder, LEDGER).seal_day(TENTH, rows)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert found_on(folder, TENTH) == expected_on(TENTH)
    assert not list(folder.rglob("*.tmp"))


@pytest.mark.parametrize("at", [3, PREFIX.size + 4, HEADER_BYTES, HEADER_BYTES + 64])
def test_a_flipped_byte_stops_its_day_alone(folder: Path, at: int) -> None:
    path = file_of(folder, ELEVENTH)
    content = bytearray(path.read_bytes())
    content[at] ^= 0x10
    path.write_bytes(content)
    with pytest.raises(BrokenDay, match=r"2021-09-11 .*; seal it again from the ledger"):
        found_on(folder, ELEVENTH)
    assert found_on(folder, TENTH) == expected_on(TENTH)
    seal(folder, REGISTER, visits_of(ELEVENTH))
    assert found_on(folder, ELEVENTH) == expected_on(ELEVENTH)


def test_every_byte_of_a_small_file_is_watched_or_padding(folder: Path) -> None:
    path = file_of(folder, ELEVENTH)
    whole = path.read_bytes()
    for at in [*range(0, 600, 7), *range(HEADER_BYTES, len(whole), 5)]:
        content = bytearray(whole)
        content[at] ^= 0x01
        path.write_bytes(content)
        try:
            assert found_on(folder, ELEVENTH) == expected_on(ELEVENTH), f"byte {at} changed the answer"
        except BrokenDay:
            continue


@pytest.mark.parametrize("length", [0, 100, HEADER_BYTES, HEADER_BYTES + 10])
def test_a_file_cut_short_stops_its_day_alone(folder: Path, length: int) -> None:
    path = file_of(folder, ELEVENTH)
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(BrokenDay, match="2021-09-11"):
        found_on(folder, ELEVENTH)
    assert found_on(folder, THIRTEENTH) == expected_on(THIRTEENTH)


def test_a_missing_day_is_said_and_the_others_answer(folder: Path) -> None:
    file_of(folder, ELEVENTH).unlink()
    with pytest.raises(BrokenDay, match="has lost its file"):
        found_on(folder, ELEVENTH)
    assert found_on(folder, TENTH) == expected_on(TENTH)


def test_a_day_swapped_with_another_is_noticed(folder: Path) -> None:
    file_of(folder, ELEVENTH).write_bytes(file_of(folder, TENTH).read_bytes())
    with pytest.raises(BrokenDay, match="is not the file that was sealed"):
        found_on(folder, ELEVENTH)


def test_days_never_sealed_are_named(folder: Path) -> None:
    snapshot = Reader(folder, LEDGER).current
    begin = midnight(day_number(TENTH))
    assert snapshot.unsealed(begin - 1, begin + 3 * DAY_S) == [date(2021, 9, 9), date(2021, 9, 12)]


@pytest.mark.parametrize("hours", [-13, 12])
def test_a_clock_off_over_midnight_is_refused_as_a_whole(folder: Path, hours: int) -> None:
    columns = [np.array(one) for one in ([1, 2], [1, 1], [NOON, NOON + hours * 3_600], [-1, -1])]
    with pytest.raises(RowsRefused, match=r"1 of 2 visits of 2021-09-10 begin on another local day"):
        rows_of_day(TENTH, *columns)
    assert found_on(folder, TENTH) == expected_on(TENTH)


def test_the_clock_of_the_machine_an_hour_off_moves_no_day(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert found_on(folder, TENTH) == expected_on(TENTH)
        rows = rows_of_visits(TENTH, [(1, 1, midnight(day_number(TENTH)), None)])
        assert (int(rows.start[0]), int(rows.duration[0])) == (0, OPEN)
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ((1 << 30, 1, NOON, NOON), "a person outside 0 to 2^30"),
        ((1, 1 << 30, NOON, NOON), "a place outside 0 to 2^30"),
        ((-1, 1, NOON, NOON), "a person outside 0 to 2^30"),
        ((1, 1, NOON, NOON - 1), "end before they begin"),
        ((1, 1, NOON, NOON + DAY_S + 1), "last longer than 24 hours"),
    ],
)
def test_rows_that_do_not_fit_are_refused(row: tuple[int, int, int, int], why: str) -> None:
    with pytest.raises(RowsRefused, match=f"1 of 1 visits of 2021-09-10 .*{why}".replace("^", r"\^")):
        rows_of_visits(TENTH, [row])


def test_the_highest_numbers_fit(tmp_path: Path) -> None:
    top = (1 << 30) - 1
    store = Store(tmp_path, LEDGER)
    part = store.seal_day(
        TENTH, rows_of_visits(TENTH, [(top, top, NOON, NOON + DAY_S), (0, top, NOON, None)])
    )
    assert (part.records, part.bytes < 8_192) == (2, True)


def hold(folder: Path, ready: Event, done: Event) -> None:
    with Store(folder, LEDGER).alone():
        ready.set()
        done.wait(20)


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_two_sealers_at_once_the_second_is_told_and_readers_go_on(folder: Path) -> None:
    context = multiprocessing.get_context("fork")
    ready, done = context.Event(), context.Event()
    process = context.Process(target=hold, args=(folder, ready, done))
    process.start()
    try:
        assert ready.wait(20)
        with pytest.raises(StoreBusy, match="Another process is sealing"):
            Store(folder, LEDGER).seal_day(TENTH, no_rows())
        assert found_on(folder, TENTH) == expected_on(TENTH)
    finally:
        done.set()
        process.join()
    Store(folder, LEDGER).drop_day(TENTH)


def test_a_reader_keeps_its_days_while_they_are_deleted_and_follows_when_asked(folder: Path) -> None:
    reader = Reader(folder, LEDGER)
    before = reader.current
    Store(folder, LEDGER).drop_day(ELEVENTH)
    assert len(before.days[ELEVENTH].parts[0].by_place) == 2
    assert set(reader.refresh().days) == {TENTH, THIRTEENTH}
    assert reader.current.days[TENTH] is before.days[TENTH], "an unchanged day is not opened again"


def test_the_list_of_another_ledger_is_refused(folder: Path) -> None:
    with pytest.raises(ForeignStore, match="holds the days of ledger test, not of other"):
        Reader(folder, "other")


def test_a_segment_of_another_ledger_is_refused(folder: Path, tmp_path: Path) -> None:
    other = Store(tmp_path / "other", "other")
    other.seal_day(ELEVENTH, rows_by_day(REGISTER, VISITS)[day_number(ELEVENTH)])
    path = tmp_path / "other" / other.manifest().days[ELEVENTH][0].file
    file_of(folder, ELEVENTH).write_bytes(path.read_bytes())
    with pytest.raises(BrokenDay, match="holds visits of ledger other instead of test"):
        found_on(folder, ELEVENTH)


def test_something_else_in_its_place_is_refused(folder: Path) -> None:
    (folder / listing.NAME).write_text(json.dumps({"days": []}))
    with pytest.raises(ForeignStore, match="is not a list of sealed days"):
        Reader(folder, LEDGER)


def test_a_newer_list_is_refused(folder: Path) -> None:
    document = json.loads((folder / listing.NAME).read_bytes())
    (folder / listing.NAME).write_text(json.dumps({**document, "version": 2}))
    with pytest.raises(NewerStore, match="written by a later version"):
        Reader(folder, LEDGER)


def test_a_newer_segment_stops_its_day_alone(folder: Path) -> None:
    path = file_of(folder, ELEVENTH)
    content = bytearray(path.read_bytes())
    content[7] = 2
    path.write_bytes(content)
    with pytest.raises(BrokenDay, match="has format 2, and this engine reads up to 1"):
        found_on(folder, ELEVENTH)


@pytest.mark.parametrize(
    "damage", [lambda raw: raw[:-40], lambda raw: raw.replace(b'"records": 2', b'"records": 3')]
)
def test_a_torn_list_is_refused(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    path = folder / listing.NAME
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(TornStore, match="is damaged"):
        Reader(folder, LEDGER)


def test_withdrawing_what_is_not_there_is_refused(folder: Path) -> None:
    gone = rows_of_visits(TENTH, [(1, 1, NOON + 7, NOON + 8)])
    with pytest.raises(RowsRefused, match="is not there to be withdrawn"):
        Store(folder, LEDGER).add(TENTH, no_rows(), gone)
    assert found_on(folder, TENTH) == expected_on(TENTH)
