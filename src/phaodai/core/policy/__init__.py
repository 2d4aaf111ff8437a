"""Rules that change by decree, as data.

Defaults live in each module's ``policies/*.toml``; the database holds append-only versions proposed by one
person and approved by another. `get(code, at)` returns the value in force, with its document and version,
so that every decision can store what it was based on.
"""

from phaodai.core.policy.in_force import default_of, get, held
from phaodai.core.policy.values import PolicyUnknown, PolicyValue

__all__ = ["PolicyUnknown", "PolicyValue", "default_of", "get", "held"]
