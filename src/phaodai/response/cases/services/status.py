"""The one place where a case's status is written, with the row that says why."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from phaodai.core import clock, policy
from phaodai.core.audit.services import actor_name
from phaodai.core.policy import PolicyValue
from phaodai.response.cases.models import Case, CaseEvidence, CaseStatusChange
from phaodai.response.cases.rules import CLOSED, Findings, TestFact, classify, kind_of_move
from phaodai.response.cases.terms import CaseStatus, SourceStatus


@dataclass(frozen=True)
class Step:
    """One step of a status: where to, on what, why, by whom, when."""

    to: str
    by: Any
    reason: str = ""
    evidence: dict[str, Any] = field(default_factory=dict)
    at: datetime | None = None


def definition_in_force() -> PolicyValue:
    """The case definition of the day."""
    return policy.get("cases.definition")


def level_by_definition(case: Case, definition: PolicyValue) -> str | None:
    """What the case's standing evidence gives under a definition; None when nothing is left of it."""
    return classify(standing_tests(case), findings_of(case, definition.value), definition.value)


def standing_tests(case: Case) -> list[TestFact]:
    """The results that speak for the case and were not withdrawn."""
    if case.pk is None:
        return []
    rows = CaseEvidence.objects.filter(case=case, withdrawn_at__isnull=True)
    return [TestFact(row.method, row.value, row.sampled_at, row.resulted_at) for row in rows]


def findings_of(case: Case, definition: dict[str, Any]) -> Findings:
    """What is known of the case beside its tests."""
    linked = case.is_known_contact or case.source_status == SourceStatus.KNOWN
    return Findings(
        has_symptoms=bool(case.has_symptoms or case.symptom_onset),
        is_contact=case.is_known_contact,
        has_epi_link=linked or case.setting in definition["epi_settings"],
        is_reported=bool(case.reported_by_name),
    )


def write_step(case: Case, step: Step, definition: PolicyValue) -> CaseStatusChange:
    """Move a locked case and append the change. Saves the case.

    Raises:
        ValidationError: the move is not legal.
    """
    _refuse_illegal(case, step.to)
    before, case.status, case.definition_version = case.status, step.to, definition.version
    moment = step.at or clock.now()
    case.closed_at = moment if step.to in CLOSED else None
    case.close_reason = step.reason if step.to in CLOSED else ""
    if step.to == CaseStatus.CONFIRMED and case.confirmed_at is None:
        case.confirmed_at = clock.now()
    case.save()
    return append_change(case, before, step, definition)


def _refuse_illegal(case: Case, to: str) -> None:
    if kind_of_move(case.status, to) is None:
        raise ValidationError(
            _("A case that is “%(before)s” cannot become “%(after)s”."),
            params={"before": CaseStatus(case.status).label, "after": CaseStatus(to).label},
            code="illegal_move",
        )


def append_change(case: Case, before: str, step: Step, definition: PolicyValue) -> CaseStatusChange:
    """The append-only row of a step that was taken."""
    return CaseStatusChange.objects.create(
        case=case,
        from_status=before,
        to_status=step.to,
        evidence=step.evidence,
        definition_version=definition.version,
        document=definition.document,
        reason=step.reason,
        by_id=getattr(step.by, "pk", None),
        by_name=actor_name(step.by),
        occurred_at=step.at or clock.now(),
    )
