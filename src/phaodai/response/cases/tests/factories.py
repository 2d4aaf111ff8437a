"""Evidence and cases for tests, made by the services themselves."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.response.cases import services
from phaodai.response.cases.evidence import ConfirmationEvidence
from phaodai.response.cases.models import Case


def moment(day: int, hour: int = 0, minute: int = 0, month: int = 9) -> datetime:
    """A local moment of 2021."""
    return datetime(2021, month, day, hour, minute, tzinfo=clock.TZ)


def evidence(
    method: str = "pcr",
    *,
    value: str = "positive",
    sampled_at: datetime | None = None,
    result_id: UUID | None = None,
) -> ConfirmationEvidence:
    return ConfirmationEvidence(
        result_id=result_id or uuid4(),
        method=method,
        value=value,
        tube_code="M-004396-K",
        laboratory="CDC Hà Nội",
        sampled_at=sampled_at or moment(13, 10, 5),
        resulted_at=moment(14, 7, 48),
    )


def confirmed_case(person: Any, **facts: Any) -> Case:
    """An F0 by PCR, with whatever facts are set afterwards."""
    case = services.apply_evidence(person=person, evidence=evidence(), by=SYSTEM_ACTOR)
    for name, value in facts.items():
        setattr(case, name, value)
    if facts:
        case.save()
    return case


def suspected_case(person: Any, by: Any) -> Case:
    """A case somebody reported."""
    return services.report_case(person=person, setting="community", by=by)
