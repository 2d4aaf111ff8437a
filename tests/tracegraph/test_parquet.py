"""Days sealed out of Parquet, and a run that goes on where it stopped."""

from pathlib import Path

import duckdb
import pytest

from tests.tracegraph.sealed import LEDGER, Register, ask
from tests.tracegraph.test_sealing_faults import ELEVENTH, TENTH, THIRTEENTH, VISITS
from tracegraph import CasePeriod, LingerPolicy, trace
from tracegraph.segments.errors import RowsRefused
from tracegraph.segments.parquet import seal_parquet
from tracegraph.segments.sealing import Store

REGISTER = Register.of(VISITS)


def write(path: Path, rows: list[tuple[int, int, int, int | None]]) -> Path:
    with duckdb.connect() as connection:
        connection.execute('CREATE TABLE visit (person INT, place INT, start BIGINT, "end" BIGINT)')
        connection.executemany("INSERT INTO visit VALUES (?, ?, ?, ?)", rows)
        connection.execute(f"COPY visit TO '{path}' (FORMAT parquet)")
    return path


def test_days_out_of_parquet_answer_like_the_reference(tmp_path: Path) -> None:
    open_visit = (REGISTER.people["An"], REGISTER.places["cho"], VISITS[0].start, None)
    file = write(tmp_path / "visits.parquet", [REGISTER.row(one) for one in VISITS] + [open_visit])
    store = Store(tmp_path / "days", LEDGER)
    assert seal_parquet(store, [file]) == [TENTH, ELEVENTH, THIRTEENTH]
    case = CasePeriod("F0", "F0", 0, None)
    found = ask(tmp_path / "days", REGISTER, [case], LingerPolicy())
    visits = [*VISITS, VISITS[0].__class__("An", "cho", "market", VISITS[0].start, None)]
    assert found == trace(visits, [case], LingerPolicy())


def test_what_was_sealed_is_left_alone_and_what_changed_is_sealed_again(tmp_path: Path) -> None:
    rows = [REGISTER.row(one) for one in VISITS]
    store = Store(tmp_path / "days", LEDGER)
    seal_parquet(store, [write(tmp_path / "a.parquet", rows)])
    store.drop_day(ELEVENTH)
    assert seal_parquet(store, [tmp_path / "a.parquet"]) == [ELEVENTH]
    assert seal_parquet(store, [write(tmp_path / "b.parquet", [*rows[:-1], (*rows[-1][:3], None)])]) == [
        THIRTEENTH
    ]


def test_files_that_are_no_visits_are_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "x.parquet").write_bytes(b"no")
    with pytest.raises(RowsRefused, match="cannot be read as visits"):
        seal_parquet(Store(tmp_path / "days", LEDGER), [tmp_path / "x.parquet"])
