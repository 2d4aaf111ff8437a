"""Reads the specification tables in `spec/*.md` into the engine's values."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from tracegraph import CasePeriod, Contact, LingerPolicy, Visit
from tracegraph.moments import LOCAL

SPEC = Path(__file__).parent / "spec"
YEAR = 2021
SECONDS = {"s": 1, "min": 60, "h": 3600}
DAY_S = 86_400

Expected = tuple[str, str, int, int, int, int, int, int, str]


@dataclass(frozen=True)
class Specification:
    """One table: what happened, and the contacts an epidemiologist expects."""

    theme: str
    title: str
    visits: tuple[Visit, ...]
    cases: tuple[CasePeriod, ...]
    expected: frozenset[Expected]
    policy: LingerPolicy
    tiers: int = 1
    isolated_at: dict[str, int] = field(default_factory=dict)


def all_specifications() -> list[Specification]:
    return [one for path in sorted(SPEC.glob("*.md")) for one in read(path)]


def read(path: Path) -> Iterator[Specification]:
    theme, *sections = re.split(r"^## ", path.read_text("utf-8"), flags=re.MULTILINE)
    for section in sections:
        yield _specification(theme.strip("# \n"), section)


def row_of(contact: Contact) -> Expected:
    """A found contact in the columns of the expected table; the last one names the F1 on the path."""
    via = contact.path[2]["person"] if contact.tier == 2 else ""
    return (
        *(contact.case, contact.person, contact.tier, contact.visits, contact.direct_s, contact.linger_s),
        *(contact.first_at, contact.last_at, via),
    )


def _specification(theme: str, section: str) -> Specification:
    title, body = section.split("\n", 1)
    tables = _tables(body)
    assert ("of" in tables) != ("\nNobody.\n" in f"{body}\n"), f"{title}: expected contacts or Nobody."
    policy, tiers, isolated_at = _settings(body)
    return Specification(
        theme=theme,
        title=title.strip(),
        visits=tuple(_visit(row) for row in tables["visitor"]),
        cases=tuple(_case(row) for row in tables["case"]),
        expected=frozenset(_expected(row) for row in tables.get("of", [])),
        policy=policy,
        tiers=tiers,
        isolated_at=isolated_at,
    )


def _tables(body: str) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for block in re.findall(r"(?:^\|.*\n?)+", body, flags=re.MULTILINE):
        lines = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in block.splitlines()]
        header, _, *rows = lines
        found[header[0]] = [dict(zip(header, row, strict=True)) for row in rows]
    return found


def _settings(body: str) -> tuple[LingerPolicy, int, dict[str, int]]:
    policy, tiers, isolated_at = LingerPolicy(), 1, {}
    line = re.search(r"^Policy: (.*)$", body, flags=re.MULTILINE)
    for setting in line[1].split(";") if line else []:
        name, rest = setting.strip().split(" ", 1)
        if name == "tiers":
            tiers = int(rest)
        elif name == "isolated":
            person, moment = rest.split(" ", 1)
            isolated_at[person] = _moment(moment)
        else:
            policy = _with(policy, name, rest)
    return policy, tiers, isolated_at


def _with(policy: LingerPolicy, name: str, rest: str) -> LingerPolicy:
    words = rest.split(" ")
    kind, seconds = (
        (words[0], _seconds(" ".join(words[1:]))) if words[0].isalpha() else (None, _seconds(rest))
    )
    if kind is None:
        return replace(policy, **{f"{name}_default_s": seconds})
    table = {**getattr(policy, f"{name}_s"), kind: seconds}
    return replace(policy, **{f"{name}_s": MappingProxyType(table)})


def _visit(row: dict[str, str]) -> Visit:
    start, end = _span(row["from"], row["to"])
    return Visit(row["visitor"], row["place"], row["kind"], start, end)


def _case(row: dict[str, str]) -> CasePeriod:
    begin = _moment(row["infectious from"])
    until = _moment(row["to"], bare_adds=DAY_S) if row["to"] else None
    return CasePeriod(row["case"], row["case"], begin, until)


def _span(begin: str, until: str) -> tuple[int, int | None]:
    start = _moment(begin)
    if until:
        return start, _moment(until, bare_adds=DAY_S)
    return start, None if ":" in begin else start + DAY_S


def _expected(row: dict[str, str]) -> Expected:
    tier = int(row["tier"])
    via = row.get("via", "")
    return (
        *(row["of"], row["contact"], tier, int(row["visits"])),
        *(_seconds(row["direct"]), _seconds(row["linger"])),
        *(_moment(row["first"]), _moment(row["last"])),
        via,
    )


def _seconds(text: str) -> int:
    number, _, unit = text.partition(" ")
    return int(number) * SECONDS[unit or "s"]


def _moment(text: str, *, bare_adds: int = 0) -> int:
    day, _, clock = text.partition(" ")
    number, month = day.split("/")
    hour, minute, second = ([int(part) for part in clock.split(":")] + [0, 0])[:3] if clock else (0, 0, 0)
    moment = datetime(YEAR, int(month), int(number), hour, minute, second, tzinfo=LOCAL)
    return int(moment.timestamp()) + (0 if clock else bare_adds)
