"""`phaodai trace files`: visits and cases in CSV, contacts out as a JSON document. No database."""

from pathlib import Path
from typing import Any

from tracegraph.moments import iso
from tracegraph.paths import TIME_KEYS
from tracegraph.policy import DEFAULT_POLICY, LingerPolicy
from tracegraph.policy_file import read_policy
from tracegraph.reference import trace
from tracegraph.tables import WrongInput, read_cases, read_visits
from tracegraph.values import Contact, Node

__all__ = ["WrongInput", "trace_files"]


def trace_files(
    visits: Path, cases: Path, *, policy: Path | None = None, linger: int | None = None, tiers: int = 1
) -> dict[str, Any]:
    """The document of CONTRACTS.md: `{"contacts": [...]}`, times as local ISO texts, durations in seconds.

    `linger` (seconds) overrides the linger time of every kind of place. Raises `WrongInput`, one sentence.
    """
    if tiers not in (1, 2):
        raise WrongInput(f"--tiers must be 1 or 2, not {tiers}.")
    used = _policy(policy, linger)
    found = trace(read_visits(visits), read_cases(cases), used, tiers=tiers)
    return {"contacts": [contact_document(one) for one in found]}


def _policy(path: Path | None, linger: int | None) -> LingerPolicy:
    policy = DEFAULT_POLICY if path is None else read_policy(path)
    if linger is None:
        return policy
    if linger < 0:
        raise WrongInput(f"--linger must be 0 or more seconds, not {linger}.")
    return policy.with_linger(linger)


def contact_document(contact: Contact) -> dict[str, Any]:
    return {
        "case": contact.case,
        "person": contact.person,
        "tier": contact.tier,
        "visits": contact.visits,
        "direct_s": contact.direct_s,
        "linger_s": contact.linger_s,
        "first_at": iso(contact.first_at),
        "last_at": iso(contact.last_at),
        "score": contact.score,
        "path": [node_document(node) for node in contact.path],
    }


def node_document(node: Node) -> Node:
    return {key: iso(value) if key in TIME_KEYS else value for key, value in node.items()}
