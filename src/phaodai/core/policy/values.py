"""A policy value and the defaults that ship with the modules."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps


class PolicyUnknown(LookupError):
    """No module ships a policy under this code."""


@dataclass(frozen=True)
class PolicyValue:
    """One version of one rule.

    ``value`` is a number, text, list or table as the rule needs; ``version`` names the version for the record
    ("default:2021-07-30" or "db:12"); ``confirmed`` is False for figures from memory or from the press.
    """

    code: str
    value: Any
    version: str
    document: str
    effective_from: date
    confirmed: bool
    title_vi: str = ""
    title_en: str = ""
    unit: str = ""
    note: str = ""


@dataclass(frozen=True)
class PolicyDefault:
    """A rule as its module ships it: the title and its dated versions, oldest first."""

    code: str
    module: str
    versions: tuple[PolicyValue, ...]


def _version(code: str, rule: dict[str, Any], entry: dict[str, Any]) -> PolicyValue:
    return PolicyValue(
        code=code,
        value=entry["value"],
        version=f"default:{entry['effective_from']}",
        document=entry["document"],
        effective_from=entry["effective_from"],
        confirmed=entry.get("confirmed", False),
        title_vi=rule["title_vi"],
        title_en=rule["title_en"],
        unit=rule.get("unit", ""),
        note=entry.get("note", rule.get("note", "")),
    )


def read_policy_file(path: Path, module: str) -> list[PolicyDefault]:
    """Parse one TOML file: ``["code"] title_vi, title_en, unit; [[code.versions]] value, document, …``."""
    rules = tomllib.loads(path.read_text(encoding="utf-8"))
    found = []
    for name, rule in rules.items():
        code = f"{module}.{name}"
        versions = sorted(
            (_version(code, rule, entry) for entry in rule["versions"]), key=lambda v: v.effective_from
        )
        found.append(PolicyDefault(code, module, tuple(versions)))
    return found


@cache
def defaults() -> dict[str, PolicyDefault]:
    """Every shipped rule by code (``module.name``)."""
    files = [
        (config.label, path)
        for config in apps.get_app_configs()
        for path in sorted(Path(config.path, "policies").glob("*.toml"))
    ]
    rules = [rule for label, path in files for rule in read_policy_file(path, label)]
    return {rule.code: rule for rule in rules}
