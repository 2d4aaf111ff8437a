"""Sections, completeness and what changed between two versions, as pure functions over values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = tuple[str, str]


@dataclass(frozen=True)
class Table:
    """A table of a section."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Section:
    """One section: rows of label and value, tables, and the labels of what nobody has filled in.

    A row whose value is empty counts as missing; rows of ``optional`` labels may be empty.
    """

    code: str
    title: str
    rows: Sequence[Row] = ()
    tables: Sequence[Table] = ()
    optional: frozenset[str] = field(default_factory=frozenset)
    lacks_table: str = ""

    @property
    def missing(self) -> list[str]:
        gaps = [label for label, value in self.rows if not value and label not in self.optional]
        return [*gaps, self.lacks_table] if self.lacks_table else gaps

    @property
    def asked(self) -> int:
        items = sum(label not in self.optional for label, _value in self.rows)
        return items + bool(self.tables or self.lacks_table)

    def frozen(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "code": self.code,
            "title": self.title,
            "rows": [list(row) for row in self.rows],
            "tables": [
                {"heads": list(one.heads), "rows": [list(row) for row in one.rows]} for one in self.tables
            ],
            "missing": self.missing,
            "asked": self.asked,
        }


def completeness_of(sections: Iterable[Section]) -> int:
    """Per cent of the items that hold something; 100 only when nothing is missing."""
    rows = list(sections)
    asked, missing = sum(one.asked for one in rows), sum(len(one.missing) for one in rows)
    if not missing:
        return 100
    return min(99, int(100 * (asked - missing) / max(asked, 1)))


def changes_between(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> list[dict[str, str]]:
    """Every label whose value differs; of tables how many rows came and went."""
    old, new = _flat(before), _flat(after)
    found = []
    for key in [*old, *(key for key in new if key not in old)]:
        if old.get(key, "") != new.get(key, ""):
            section, label = key
            found.append(
                {"section": section, "label": label, "before": old.get(key, ""), "after": new.get(key, "")}
            )
    return found


def _flat(sections: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for section in sections:
        for label, value in section["rows"]:
            found[section["title"], label] = value
        for table in section["tables"]:
            label = " · ".join(table["heads"][:2])
            found[section["title"], label] = "\n".join(" · ".join(row) for row in table["rows"])
    return found
