"""Every look at a case is on record."""

from typing import Any
from uuid import UUID, uuid5

from phaodai.core.audit.services import log_action, record_read
from phaodai.response.cases.models import Case
from phaodai.response.cases.terms import Look

LISTS = UUID("6f1f0c52-6a53-4b1e-9a53-0c0f5f3a7d11")


def note_case_read(*, case: Case, look: Look, by: Any) -> None:
    """One row: ``by`` saw this case."""
    record_read(actor=by, subject_type="case", subject_ids=[case.uuid], purpose=look.label_vi)


def note_list_read(*, action: str, count: int, filters: dict[str, Any], by: Any) -> None:
    """One row for a list: how many cases, by which filters; ``action`` is "list_read" or "export"."""
    log_action(
        actor=by,
        action=action,
        subject_type="case_list",
        subject_id=uuid5(LISTS, str(getattr(by, "pk", ""))),
        data={"count": count, "filters": filters},
    )
