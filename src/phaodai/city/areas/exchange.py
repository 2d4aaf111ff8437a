"""The whole state register, from one JSON file."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction

from phaodai.city.areas.facts import AreaFact
from phaodai.city.areas.services import LoadOutcome, load_areas
from phaodai.core.commands import WrongInput
from phaodai.core.exchange import ImportResult, RowError, importer

SHAPE = "data[].level1_id,name,level2s[].level2_id,name,level3s[].level3_id,name"
WIDTHS = {"province": 2, "district": 3, "ward": 5}


@importer("areas")
def import_areas(*, content: bytes, dry_run: bool, by: Any) -> ImportResult:
    """Load a register of three levels; areas known by the same code and name count as duplicates."""
    facts = list(read_register(content))
    good, rejected = _check(facts)
    with transaction.atomic():
        outcome = load_areas(facts=good, by=by)
        if dry_run:
            transaction.set_rollback(True)
    rejected += _refused(facts, outcome)
    return ImportResult(
        len(facts), outcome.added, outcome.known, sorted(rejected, key=lambda error: error.row)
    )


def read_register(content: bytes) -> Iterator[AreaFact]:
    """The areas of a register file, each after the one that contains it.

    Raises:
        WrongInput: not JSON, or not of the shape of `SHAPE`.
    """
    try:
        document = json.loads(content)
        day = datetime.strptime(document["data_date"], "%d/%m/%Y").date()  # noqa: DTZ007 - a bare day
        yield from _facts(document["data"], day)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise WrongInput(
            f"Tệp không phải danh mục hành chính dạng JSON ({SHAPE}). / "
            f"The file is not a JSON register of areas ({SHAPE})."
        ) from None


def _facts(provinces: list[dict[str, Any]], day: date) -> Iterator[AreaFact]:
    for province in provinces:
        yield AreaFact("province", province["level1_id"], province["name"], None, None, day)
        for district in province["level2s"]:
            above = province["level1_id"]
            yield AreaFact("district", district["level2_id"], district["name"], "province", above, day)
            for ward in district["level3s"]:
                above = district["level2_id"]
                yield AreaFact("ward", ward["level3_id"], ward["name"], "district", above, day)


def _check(facts: list[AreaFact]) -> tuple[list[AreaFact], list[RowError]]:
    """Split the rows into those that can be loaded and what is wrong with the others."""
    good, rejected, seen = [], [], set()
    for number, fact in enumerate(facts, start=1):
        if not (fact.code.isdigit() and len(fact.code) == WIDTHS[fact.level]):
            rejected.append(
                RowError(number, "code", "code_shape", f"{fact.code}: {WIDTHS[fact.level]} chữ số / digits")
            )
        elif fact.key in seen:
            rejected.append(
                RowError(number, "code", "code_twice", f"{fact.code}: mã bị lặp / code given twice")
            )
        else:
            seen.add(fact.key)
            good.append(fact)
    return good, rejected


def _refused(facts: list[AreaFact], outcome: LoadOutcome) -> list[RowError]:
    numbers = {id(fact): number for number, fact in enumerate(facts, start=1)}
    errors = [
        RowError(
            numbers[id(fact)],
            "name",
            "name_differs",
            f"{fact.code} {fact.name}: tên khác / named differently",
        )
        for fact in outcome.conflicts
    ]
    errors += [
        RowError(
            numbers[id(fact)],
            "code",
            "no_parent",
            f"{fact.code} {fact.name}: thiếu cấp trên / parent missing",
        )
        for fact in outcome.orphans
    ]
    return errors
