"""`phaodai trace bench`: the shape of the contract, equal answers, and one sentence for what cannot be."""

import json
from io import StringIO
from pathlib import Path

import duckdb
import numpy as np
import pytest
from django.core.management import call_command
from hypothesis import given, settings

from phaodai.response.tracing.management.commands.trace import event_count
from tests.tracegraph.generated import PEOPLE, case_periods, policies, visit_lists
from tests.tracegraph.sealed import Register
from tracegraph import CasePeriod, LingerPolicy, Visit, trace
from tracegraph.bench import run
from tracegraph.bench.answers import digest
from tracegraph.bench.city import City
from tracegraph.bench.sql import RING

NEVER = 2_000_000_000


@pytest.mark.django_db(transaction=True)
def test_the_document_has_the_shape_of_the_contract_and_equal_answers(tmp_path: Path) -> None:
    out = StringIO()
    call_command("trace", "bench", "--events", "30K", "--folder", str(tmp_path), "--json", stdout=out)
    document = json.loads(out.getvalue())
    names = {(row["name"], row["engine"]) for row in document["rows"]}
    expected = {"f1", "second_ring", "batch_1000", "backward", "build"}
    assert names == {(name, engine) for name in expected for engine in ("segments", "postgresql", "duckdb")}
    assert {"machine", "seed"} <= set(document)
    assert all({"n", "p50_ms", "p95_ms", "answer_hash"} <= set(row) for row in document["rows"])
    assert all(
        row["bytes_per_event"] > 0 and row["peak_mb"] > 0
        for row in document["rows"]
        if row["name"] == "build"
    )
    assert document["equal_answers"]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("text", ["many", "10", "-5M", "3T"])
def test_a_strange_size_is_one_sentence(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        call_command("trace", "bench", f"--events={text}")
    assert stopped.value.code == 2


def test_sizes_are_written_as_people_say_them() -> None:
    assert [event_count(text) for text in ("10M", "500k", "25000")] == [10_000_000, 500_000, 25_000]


def test_a_large_run_says_first_what_it_needs(tmp_path: Path) -> None:
    assert run.needs(500_000_000).startswith("500,000,000 events, the segments alone: about 9.0 GB of disk")
    assert "GB of disk are free" in run.lacking(10**15, tmp_path)


def test_a_city_is_the_same_from_the_same_seed() -> None:
    one, other, third = (City(20_000, seed).day(3) for seed in (1, 1, 2))
    assert np.array_equal(one.person, other.person)
    assert np.array_equal(one.end, other.end)
    assert not np.array_equal(one.person, third.person)


def test_equal_rows_in_another_order_have_one_hash() -> None:
    rows = np.arange(14).reshape(2, 7)
    assert digest([rows]) == digest([rows[::-1]])
    assert digest([rows]) != digest([rows + 1])


@settings(max_examples=60, deadline=None)
@given(visit_lists(), case_periods(), policies())
def test_the_statement_agrees_with_the_reference_on_duckdb(
    visits: list[Visit], case: CasePeriod, policy: LingerPolicy
) -> None:
    register = Register.of(visits, PEOPLE)
    with duckdb.connect() as connection:
        _load(connection, register, visits, policy)
        until = NEVER if case.infectious_to is None else case.infectious_to
        asked = {
            "keys": [0], "people": [register.people[case.person]],
            "begins": [case.infectious_from], "untils": [until],
        }  # fmt: skip
        found = connection.execute(RING, asked).fetchall()
    names = {number: name for name, number in register.people.items()}
    assert {(names[row[1]], *row[2:]) for row in found} == {
        (one.person, one.visits, one.direct_s, one.linger_s, one.first_at, one.last_at)
        for one in trace(visits, [case], policy)
    }


def _load(
    connection: duckdb.DuckDBPyConnection, register: Register, visits: list[Visit], policy: LingerPolicy
) -> None:
    connection.execute("CREATE TABLE by_person (person INT, place INT, start_s INT, end_s INT)")
    connection.execute("CREATE TABLE place_rule (place INT, linger INT, open_for INT)")
    rules = [
        (number, policy.linger_of(register.kinds[name]), policy.open_duration_of(register.kinds[name]))
        for name, number in register.places.items()
    ]
    rows = [register.row(visit) for visit in visits]
    if rows:
        connection.executemany("INSERT INTO by_person VALUES (?, ?, ?, ?)", rows)
        connection.executemany("INSERT INTO place_rule VALUES (?, ?, ?)", rules)
    connection.execute("CREATE VIEW by_place AS SELECT * FROM by_person")
