"""The frozen value by which a laboratory's result reaches a case. Cases hold no key to results."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from phaodai.core import clock

METHODS = ("antigen", "pcr")


@dataclass(frozen=True)
class ConfirmationEvidence:
    """One person's own test. ``method`` "antigen" or "pcr" (single; a pool proves nothing about a person)."""

    result_id: UUID
    method: str
    value: str
    tube_code: str
    laboratory: str
    sampled_at: datetime | None
    resulted_at: datetime

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise ValueError(f"A {self.method} result says nothing about one person.")

    def as_record(self) -> dict[str, Any]:
        """The evidence as JSON values, to stand beside the decision it led to; times in local ISO form."""
        return {
            "result_id": str(self.result_id),
            "method": self.method,
            "value": self.value,
            "tube_code": self.tube_code,
            "laboratory": self.laboratory,
            "sampled_at": clock.to_local(self.sampled_at).isoformat() if self.sampled_at else None,
            "resulted_at": clock.to_local(self.resulted_at).isoformat(),
        }
