"""The specification runs: every table of `spec/` against the reference and against sealed days."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tracegraph.sealed import Register, ask, seal
from tests.tracegraph.spec_reader import Specification, all_specifications, row_of
from tracegraph import Contact, trace

Engine = Callable[[Specification, Path], list[Contact]]
SPECIFICATIONS = all_specifications()


def by_reference(spec: Specification, folder: Path) -> list[Contact]:
    return trace(spec.visits, spec.cases, spec.policy, tiers=spec.tiers, isolated_at=spec.isolated_at)


def by_segments(spec: Specification, folder: Path) -> list[Contact]:
    register = Register.of(spec.visits, [one.person for one in spec.cases])
    seal(folder, register, spec.visits)
    return ask(folder, register, spec.cases, spec.policy, tiers=spec.tiers, isolated_at=spec.isolated_at)


@pytest.mark.parametrize("engine", [by_reference, by_segments])
@pytest.mark.parametrize("spec", SPECIFICATIONS, ids=[one.title for one in SPECIFICATIONS])
def test_the_tables_hold(spec: Specification, engine: Engine, tmp_path: Path) -> None:
    found = engine(spec, tmp_path)

    rows = {row_of(one) for one in found}
    named_via = {(case, person) for case, person, *_, via in spec.expected if via}
    without_via = {row if row[:2] in named_via else (*row[:-1], "") for row in rows}
    assert without_via == spec.expected
    assert len(found) == len(rows), "one row for each case and person"


def test_there_are_enough_tables_and_every_title_is_its_own() -> None:
    titles = [one.title for one in SPECIFICATIONS]
    assert len(titles) >= 40
    assert len(set(titles)) == len(titles)
