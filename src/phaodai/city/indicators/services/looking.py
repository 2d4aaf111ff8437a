"""Seeing the rows behind a figure is seeing health data: it goes on record."""

from typing import Any
from uuid import UUID

from phaodai.city.indicators.registry import Indicator
from phaodai.core.audit.services import record_read


def open_rows(*, indicator: Indicator, rows: list[UUID], by: Any) -> None:
    """Put on record that ``by`` saw these rows of an indicator."""
    if indicator.subject and rows:
        record_read(
            actor=by,
            subject_type=indicator.subject,
            subject_ids=dict.fromkeys(rows),
            purpose=str(indicator.title),
        )
