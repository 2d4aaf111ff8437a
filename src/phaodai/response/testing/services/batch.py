"""Results by list: everything wrong is said at once, row by row; a list sent twice does no harm."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from phaodai.core.codes import is_valid
from phaodai.core.exchange import RowError
from phaodai.response.testing.errors import Refused
from phaodai.response.testing.models import TestResult, Tube
from phaodai.response.testing.reading import read_code, read_ct, read_time, read_value
from phaodai.response.testing.services.locking import already_resulted, lock_tubes
from phaodai.response.testing.services.results import result_time, write_result
from phaodai.response.testing.terms import Method, TubeState

MOST_ROWS = 2000


@dataclass(frozen=True)
class RawResult:
    """One row as somebody wrote it; ``row`` counts from 1."""

    row: int
    tube: str
    value: str
    resulted_at: str = ""
    ct: str = ""


@dataclass
class BatchOutcome:
    """What a list did. ``accepted`` counts results written (or, of a check, that would be)."""

    rows: int = 0
    accepted: int = 0
    duplicates: int = 0
    rejected: list[RowError] = field(default_factory=list)
    results: list[TestResult] = field(default_factory=list)
    duplicate_rows: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class _Ready:
    raw: RawResult
    tube: Tube
    value: str
    resulted_at: datetime | None
    ct: float | None


@dataclass
class _Sorted:
    ready: list[_Ready] = field(default_factory=list)
    again: list[int] = field(default_factory=list)
    rejected: list[RowError] = field(default_factory=list)

    @property
    def duplicates(self) -> int:
        return len(self.again)

    def refuse(self, raw: RawResult, column: str, refusal: Refused) -> None:
        self.rejected.append(RowError(raw.row, column, str(refusal.code), refusal.sentence))


def check_results(*, rows: Sequence[RawResult], by: Any) -> BatchOutcome:
    """What `record_results` would do, without writing anything."""
    sorted_out = _sort_out(rows, _visible(rows, by))
    return BatchOutcome(
        len(rows),
        len(sorted_out.ready),
        sorted_out.duplicates,
        sorted_out.rejected,
        duplicate_rows=sorted_out.again,
    )


@transaction.atomic
def record_results(*, rows: Sequence[RawResult], by: Any, only_valid: bool = False) -> BatchOutcome:
    """Write a list of results. With any wrong row nothing is written, unless ``only_valid`` takes the others.

    Rows whose tube already has just this result are duplicates, no errors. Each result is published as if it
    had been entered singly.

    Raises:
        Refused: more than 2,000 rows, or none.
    """
    if not rows:
        raise Refused("empty_list")
    if len(rows) > MOST_ROWS:
        raise Refused("too_many", most=MOST_ROWS)
    sorted_out = _sort_out(rows, lock_tubes(_visible(rows, by)))
    if sorted_out.rejected and not only_valid:
        return BatchOutcome(
            len(rows), 0, sorted_out.duplicates, sorted_out.rejected, duplicate_rows=sorted_out.again
        )
    results = [
        write_result(tube=one.tube, value=one.value, by=by, resulted_at=one.resulted_at, ct=one.ct)
        for one in sorted_out.ready
    ]
    return BatchOutcome(
        len(rows), len(results), sorted_out.duplicates, sorted_out.rejected, results, sorted_out.again
    )


def _visible(rows: Iterable[RawResult], by: Any) -> "QuerySet[Tube]":
    """The tubes named in the list for which ``by`` may enter results."""
    by_lab = Tube.objects.visible_to(by, "tests.result")
    on_the_spot = Tube.objects.visible_to(by, "tests.sample").filter(method=Method.ANTIGEN)
    codes = {read_code(raw.tube) for raw in rows}
    return Tube.objects.filter(
        Q(pk__in=by_lab.values("pk")) | Q(pk__in=on_the_spot.values("pk")), code__in=codes
    )


def _sort_out(rows: Sequence[RawResult], tubes: Iterable[Tube]) -> _Sorted:
    by_code = {tube.code: tube for tube in tubes}
    current = {
        result.tube_id: result
        for result in TestResult.objects.filter(tube__in=by_code.values(), is_current=True)
    }
    sorted_out, seen = _Sorted(), dict[str, int]()
    for raw in rows:
        code = read_code(raw.tube)
        faults = [*_code_faults(raw, code, by_code, seen), *_cell_faults(raw)]
        seen.setdefault(code, raw.row)
        for column, refusal in faults:
            sorted_out.refuse(raw, column, refusal)
        if not faults:
            _place(sorted_out, raw, by_code[code], current.get(by_code[code].pk))
    return sorted_out


def _code_faults(
    raw: RawResult, code: str, tubes: dict[str, Tube], seen: dict[str, int]
) -> list[tuple[str, Refused]]:
    if not is_valid(code):
        return [("tube", Refused("bad_code", code=raw.tube))]
    if code not in tubes:
        return [("tube", Refused("unknown_tube", code=code))]
    if code in seen:
        return [("tube", Refused("twice_in_list", code=code, row=seen[code]))]
    if tubes[code].state == TubeState.DISCARDED:
        return [("tube", Refused("discarded", code=code))]
    if tubes[code].state == TubeState.LABELLED:
        return [("tube", Refused("not_taken", code=code))]
    return []


def _cell_faults(raw: RawResult) -> list[tuple[str, Refused]]:
    faults = []
    if read_value(raw.value) is None:
        faults.append(("value", Refused("unknown_value", value=raw.value)))
    if raw.resulted_at and read_time(raw.resulted_at) is None:
        faults.append(("resulted_at", Refused("bad_time", value=raw.resulted_at)))
    if raw.ct and read_ct(raw.ct) is None:
        faults.append(("ct", Refused("bad_ct", value=raw.ct)))
    return faults


def _place(sorted_out: _Sorted, raw: RawResult, tube: Tube, existing: TestResult | None) -> None:
    value, moment = str(read_value(raw.value)), read_time(raw.resulted_at) if raw.resulted_at else None
    if existing is not None and existing.value == value:
        sorted_out.again.append(raw.row)
    elif existing is not None:
        sorted_out.refuse(raw, "tube", already_resulted(tube, existing))
    else:
        try:
            result_time(tube, moment)
        except Refused as refusal:
            sorted_out.refuse(raw, "resulted_at", refusal)
        else:
            ct = read_ct(raw.ct) if raw.ct else None
            sorted_out.ready.append(_Ready(raw, tube, value, moment, ct))
