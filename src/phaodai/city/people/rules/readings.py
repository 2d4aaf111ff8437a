"""The shape of what was read."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Reading:
    """One code as far as it could be read; ``warnings`` are codes of `IdentityWarning`, dates ISO texts."""

    kind: str
    fields: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    error: str | None = None

    def as_document(self) -> dict[str, Any]:
        """The answer of ``phaodai qr parse --json``."""
        return {"kind": self.kind, "fields": self.fields, "warnings": self.warnings, "error": self.error}


def failure(kind: str, error: str) -> Reading:
    """A payload that could not be read, and why."""
    return Reading(kind, error=error)
