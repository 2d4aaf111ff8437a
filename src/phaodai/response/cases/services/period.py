"""The infectious period: computed by the rule in force, changed with a document, confirmed by a person."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.core import clock, policy
from phaodai.core.audit.services import actor_name, context, log_action
from phaodai.core.events.services import publish
from phaodai.core.policy import PolicyValue
from phaodai.response.cases.events import InfectiousPeriodChanged
from phaodai.response.cases.models import Case
from phaodai.response.cases.rules import (
    CaseFacts,
    InfectiousPeriod,
    infectious_period,
)
from phaodai.response.cases.services.guards import lock_case, require_reason
from phaodai.response.cases.terms import CaseStatus, SourceStatus

FIELDS = ["infectious_from", "infectious_to", "infectious_basis"]


def facts_of(case: Case) -> CaseFacts:
    """The case's facts as the rule takes them."""
    return CaseFacts(
        reported_at=case.reported_at,
        symptom_onset=case.symptom_onset,
        source_is_known=case.source_status == SourceStatus.KNOWN,
        first_exposure_on=case.first_exposure_on,
        sampled_at=case.sampled_at,
        isolated_at=case.isolated_at,
        negative_at=case.closed_at if case.status == CaseStatus.RECOVERED else None,
    )


def refresh_period(case: Case, by: Any, *, quiet: bool = False) -> bool:
    """Compute the period of a locked case anew; returns whether it changed. ``quiet`` publishes nothing.

    A period set by hand keeps its start; isolation ends it where no end was set.
    """
    rule = policy.get("cases.infectious_period")
    found = infectious_period(facts_of(case), rule.value)
    before = (case.infectious_from, case.infectious_to)
    if case.infectious_basis.get("edited"):
        _end_edited(case, found)
    else:
        _write_computed(case, found, rule)
    if before == (case.infectious_from, case.infectious_to):
        return False
    case.save(update_fields=FIELDS)
    if before[0] is not None and not quiet:
        _tell(case, by)
    return True


def _end_edited(case: Case, found: InfectiousPeriod) -> None:
    if case.infectious_to is None and found.end and case.infectious_from and found.end > case.infectious_from:
        case.infectious_to = found.end


def _write_computed(case: Case, found: InfectiousPeriod, rule: PolicyValue) -> None:
    if (case.infectious_from, case.infectious_to) == (found.start, found.end) and case.infectious_basis:
        return
    case.infectious_from, case.infectious_to = found.start, found.end
    case.infectious_basis = {
        "edited": False,
        "rule": found.rule,
        "days": found.days,
        "until": rule.value["until"],
        "reference_on": found.reference_on.isoformat(),
        "notes": list(found.notes),
        "policy_code": rule.code,
        "policy_version": rule.version,
        "policy_confirmed": rule.confirmed,
        "document": rule.document,
        "effective_from": rule.effective_from.isoformat(),
        "computed_at": clock.now().isoformat(),
        "confirmed_by": "",
        "confirmed_at": None,
    }


def _tell(case: Case, by: Any) -> None:
    """Tracing searches again for a confirmed case."""
    if case.status == CaseStatus.CONFIRMED:
        publish(InfectiousPeriodChanged(case.uuid), by=by)


@transaction.atomic
def edit_infectious_period(
    *, case: Case, start: datetime, end: datetime | None, document: str, reason: str, by: Any
) -> Case:
    """Set the period by hand, on a named document and for a reason; it counts as confirmed by ``by``.

    Raises:
        PermissionDenied: ``by`` may not investigate this case.
        ValidationError: no reason, no document, or the end is not after the start.
    """
    row = lock_case(case, by, "cases.investigate")
    reason, document = require_reason(reason), _require_document(document)
    if end is not None and end <= start:
        raise ValidationError(_("The period must end after it begins."), code="backward")
    row.infectious_from, row.infectious_to = start, end
    row.infectious_basis = {**row.infectious_basis, **_edit_record(document, reason, by)}
    with context(user=by, reason=reason):
        row.save(update_fields=FIELDS)
    data = {"document": document}
    log_action(
        actor=by, action="edit_period", subject_type="case", subject_id=row.uuid, reason=reason, data=data
    )
    _tell(row, by)
    return row


def _edit_record(document: str, reason: str, by: Any) -> dict[str, Any]:
    moment = clock.now().isoformat()
    return {
        "edited": True,
        "edit_document": document,
        "edit_reason": reason,
        "edited_by": actor_name(by),
        "edited_at": moment,
        "confirmed_by": actor_name(by),
        "confirmed_at": moment,
    }


def _require_document(document: str) -> str:
    if not document.strip():
        raise ValidationError(_("Name the document this rests on."), code="no_document")
    return document.strip()


@transaction.atomic
def confirm_infectious_basis(*, case: Case, by: Any) -> Case:
    """Put a name under the computed period. Safe to repeat.

    Raises:
        PermissionDenied: ``by`` may not investigate this case.
        ValidationError: there is no period yet.
    """
    row = lock_case(case, by, "cases.investigate")
    if row.infectious_from is None:
        raise ValidationError(_("There is no infectious period yet."), code="no_period")
    if not row.infectious_basis.get("confirmed_by"):
        stamp = {"confirmed_by": actor_name(by), "confirmed_at": clock.now().isoformat()}
        row.infectious_basis = {**row.infectious_basis, **stamp}
        row.save(update_fields=["infectious_basis"])
        log_action(actor=by, action="confirm_basis", subject_type="case", subject_id=row.uuid)
    return row


@transaction.atomic
def isolate_case(*, case: Case, at: datetime, by: Any) -> Case:
    """The case is isolated since ``at``: under a rule that runs until isolation, the period ends there.

    Raises:
        PermissionDenied: ``by`` may not investigate this case.
        ValidationError: the moment lies in the future.
    """
    row = lock_case(case, by, "cases.investigate")
    if at > clock.now():
        raise ValidationError(_("The moment of isolation lies in the future."), code="future")
    if row.isolated_at == at:
        return row
    row.isolated_at = at
    row.save(update_fields=["isolated_at"])
    log_action(
        actor=by, action="isolate_case", subject_type="case", subject_id=row.uuid, data={"at": at.isoformat()}
    )
    refresh_period(row, by)
    return row
