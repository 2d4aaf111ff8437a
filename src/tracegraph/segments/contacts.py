"""Candidates as rows of the reference, with the path that explains each."""

from collections.abc import Mapping, Sequence
from typing import Any

from tracegraph.paths import first_tier_path, second_tier_path
from tracegraph.segments import shapes
from tracegraph.segments.frames import Places
from tracegraph.segments.queries import Candidates
from tracegraph.values import CasePeriod, Contact, Meeting, Node


def first_tier(case: CasePeriod, found: Candidates, places: Places, names: "Names") -> list[Contact]:
    """Contacts of the first tier, best first. ``names`` says how a number reads."""
    ranked = found.ranked()
    rows = zip(ranked.whole.tolist(), ranked.path.tolist(), ranked.scores.tolist(), strict=True)
    return [_first(case, row, met, score, places, names) for row, met, score in rows]


def second_tier(
    case: CasePeriod, first: Sequence[Contact], found: Candidates, places: Places, names: "Names"
) -> list[Contact]:
    """Contacts of the second tier, best first, each with the way through the first."""
    paths = {one.person: one.path for one in first}
    ranked = found.ranked()
    rows = zip(ranked.whole.tolist(), ranked.path.tolist(), ranked.scores.tolist(), strict=True)
    return [_second(case, row, met, score, paths, places, names) for row, met, score in rows]


class Names:
    """How people and places read: given tables, else the number itself."""

    def __init__(
        self, people: Mapping[int, str] | None = None, places: Mapping[int, str] | None = None
    ) -> None:
        self.people, self.places = people or {}, places or {}

    def person(self, number: int) -> str:
        return self.people.get(number, str(number))

    def place(self, number: int) -> str:
        return self.places.get(number, str(number))


def _first(
    case: CasePeriod, row: list[int], met: list[int], score: float, places: Places, names: Names
) -> Contact:
    person = names.person(row[shapes.PERSON])
    path = first_tier_path(case.case, _strongest(met, places, names), person)
    return _contact(case.case, person, 1, row, score, path)


def _second(
    case: CasePeriod,
    row: list[int],
    met: list[int],
    score: float,
    paths: Mapping[str, list[Node]],
    places: Places,
    names: Names,
) -> Contact:
    person, via = names.person(row[shapes.PERSON]), names.person(row[shapes.VIA])
    path = second_tier_path(paths[via], _strongest(met, places, names), person)
    return _contact(case.case, person, 2, row, score, path)


def _strongest(met: list[int], places: Places, names: Names) -> Meeting:
    return Meeting(
        place=names.place(met[shapes.PLACE]),
        kind=places.kind(met[shapes.PLACE]),
        case_start=met[shapes.CASE_START],
        case_end=met[shapes.CASE_END],
        start=met[shapes.START],
        end=met[shapes.END],
        direct_s=met[shapes.MET_DIRECT],
        linger_s=met[shapes.MET_LINGER],
        first_at=met[shapes.MET_FIRST],
        last_at=met[shapes.MET_FIRST],
    )


def _contact(
    case: str, person: str, tier: int, row: list[int], score: float, path: list[dict[str, Any]]
) -> Contact:
    return Contact(
        case=case,
        person=person,
        tier=tier,
        visits=row[shapes.VISITS],
        direct_s=row[shapes.DIRECT],
        linger_s=row[shapes.LINGER],
        first_at=row[shapes.FIRST],
        last_at=row[shapes.LAST],
        score=score,
        path=path,
    )
