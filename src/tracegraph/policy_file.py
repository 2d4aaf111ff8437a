"""A tracing policy written in TOML.

    [linger]                 # seconds per kind of place
    default = 1800
    outdoor = 0

    [open_visit]             # seconds a visit without an end is taken to last
    default = 7200

    [score]
    half_minutes = 60.0
    direct = 1.0
    linger = 0.25
    meeting_minutes = 2.0
    [score.kinds]
    home = 2.0

Whatever the file leaves out is taken from the built-in policy, except that a table `[linger]`, `[open_visit]`
or `[score.kinds]` replaces the whole built-in table of that name.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tracegraph.policy import DEFAULT_POLICY, LingerPolicy, ScoreWeights
from tracegraph.tables import WrongInput

TABLES = {"linger", "open_visit", "score"}
WEIGHTS = ("half_minutes", "direct", "linger", "meeting_minutes")


def read_policy(path: Path) -> LingerPolicy:
    """The policy in a TOML file; `WrongInput` names the setting that is wrong."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise WrongInput(f"{path} cannot be read: {error.strerror or error}.") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongInput(f"{path} is not a TOML file: {error}.") from None
    try:
        return policy_from(document)
    except WrongInput as wrong:
        raise WrongInput(f"{path.name}: {wrong}") from None


def policy_from(document: Mapping[str, Any]) -> LingerPolicy:
    """The policy in a parsed document of the shape above."""
    unknown = sorted(set(document) - TABLES)
    if unknown:
        raise WrongInput(f"unknown table {', '.join(unknown)}; known are linger, open_visit, score.")
    policy = DEFAULT_POLICY
    if "linger" in document:
        default, kinds = _seconds(document, "linger", policy.linger_default_s)
        policy = replace(policy, linger_default_s=default, linger_s=kinds)
    if "open_visit" in document:
        default, kinds = _seconds(document, "open_visit", policy.open_default_s)
        policy = replace(policy, open_default_s=default, open_s=kinds)
    return replace(policy, weights=_weights(_table(document, "score"), policy.weights))


def _seconds(document: Mapping[str, Any], name: str, default: int) -> tuple[int, Mapping[str, int]]:
    table = dict(_table(document, name))
    for kind, value in table.items():
        if type(value) is not int or value < 0:
            raise WrongInput(f"{name}.{kind} must be a whole number of seconds, not {value!r}.")
    return table.pop("default", default), MappingProxyType(table)


def _weights(table: Mapping[str, Any], base: ScoreWeights) -> ScoreWeights:
    kinds = dict(_table(table, "kinds")) if "kinds" in table else dict(base.kinds)
    numbers = {name: table[name] for name in WEIGHTS if name in table}
    unknown = sorted(set(table) - set(WEIGHTS) - {"kinds"})
    if unknown:
        raise WrongInput(f"unknown setting score.{unknown[0]}.")
    for name, value in [*numbers.items(), *kinds.items()]:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
            raise WrongInput(f"the weight {name} must be a number from 0, not {value!r}.")
    if numbers.get("half_minutes", 1) == 0:
        raise WrongInput("score.half_minutes must be more than 0.")
    return replace(base, **numbers, kinds=MappingProxyType(kinds))


def _table(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = document.get(name, {})
    if not isinstance(table, Mapping):
        raise WrongInput(f"{name} must be a table.")
    return table
