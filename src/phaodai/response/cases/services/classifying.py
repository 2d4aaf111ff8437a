"""Evidence in, status out: what a result makes of a case, and what its correction leaves of it."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.people.models import Person
from phaodai.core import clock
from phaodai.core.audit.services import context, log_action
from phaodai.core.disclosures.services import retract_told
from phaodai.core.events.services import publish
from phaodai.response.cases.events import CaseConfirmed, CaseDiscarded, CaseUnconfirmed
from phaodai.response.cases.evidence import ConfirmationEvidence
from phaodai.response.cases.models import Case, CaseEvidence
from phaodai.response.cases.rules import POSITIVE, Findings, TestFact, classify, is_higher, positive_sample
from phaodai.response.cases.services.completing import refresh_completeness
from phaodai.response.cases.services.guards import (
    area_of,
    lock_case,
    lock_person,
    require_area,
    require_reason,
)
from phaodai.response.cases.services.opening import live_case_of, open_case
from phaodai.response.cases.services.period import refresh_period
from phaodai.response.cases.services.status import (
    Step,
    definition_in_force,
    level_by_definition,
    standing_tests,
    write_step,
)
from phaodai.response.cases.services.work import open_investigation
from phaodai.response.cases.terms import CaseStatus


@transaction.atomic
def apply_evidence(*, person: Person, evidence: ConfirmationEvidence, by: Any) -> Case:
    """Let one result speak: opens a case if none is live, moves it to what the definition in force gives.

    Safe to repeat: a result already told changes nothing, withdrawn or not.

    Raises:
        PermissionDenied: ``cases.classify`` does not reach where the person lives.
        ValidationError: the result makes no case, or nobody knows where the person lives.
    """
    require_area(by, "cases.classify", area_of(person))
    _refuse_negative(evidence)
    lock_person(person)
    told = CaseEvidence.objects.select_related("case").filter(
        result_id=evidence.result_id, case__person=person
    )
    known = told.first()
    if known is not None:
        return known.case
    case = live_case_of(person)
    if case is None:
        return _open_on(person, evidence, by)
    return _strengthen(case, evidence, by)


def _refuse_negative(evidence: ConfirmationEvidence) -> None:
    if evidence.value != POSITIVE:
        raise ValidationError(_("Only a positive result makes a case."), code="not_positive")


def _open_on(person: Person, evidence: ConfirmationEvidence, by: Any) -> Case:
    definition = definition_in_force()
    test = TestFact(evidence.method, evidence.value, evidence.sampled_at, evidence.resulted_at)
    level = classify([test], Findings(), definition.value)
    if level is None:
        raise ValidationError(_("By the definition in force this result makes no case."), code="no_case")
    moment = clock.now() if level == CaseStatus.CONFIRMED else None
    case = open_case(
        person,
        Step(level, by, "", evidence.as_record()),
        reported_at=evidence.resulted_at,
        confirmed_at=moment,
    )
    _keep(case, evidence)
    _follow_up(case, by, is_new_confirmation=level == CaseStatus.CONFIRMED)
    return case


def _strengthen(case: Case, evidence: ConfirmationEvidence, by: Any) -> Case:
    definition = definition_in_force()
    _keep(case, evidence)
    level = level_by_definition(case, definition)
    rises = is_higher(level, case.status)
    if rises and level is not None:
        write_step(case, Step(level, by, "", evidence.as_record()), definition)
    _follow_up(case, by, is_new_confirmation=rises and level == CaseStatus.CONFIRMED)
    return case


def _keep(case: Case, evidence: ConfirmationEvidence) -> None:
    CaseEvidence.objects.get_or_create(
        case=case,
        result_id=evidence.result_id,
        defaults={
            "method": evidence.method,
            "value": evidence.value,
            "tube_code": evidence.tube_code,
            "laboratory": evidence.laboratory,
            "sampled_at": evidence.sampled_at,
            "resulted_at": evidence.resulted_at,
        },
    )
    _refresh_sample(case)


def _refresh_sample(case: Case) -> None:
    sampled_at = positive_sample(standing_tests(case))
    if case.sampled_at != sampled_at:
        case.sampled_at = sampled_at
        case.save(update_fields=["sampled_at"])


def _follow_up(case: Case, by: Any, *, is_new_confirmation: bool) -> None:
    """What every piece of evidence entails."""
    # A new confirmation already makes tracing search: the change of period needs no event of its own.
    refresh_period(case, by, quiet=is_new_confirmation)
    refresh_completeness(case)
    open_investigation(case=case, by=by)
    if is_new_confirmation:
        publish(CaseConfirmed(case.uuid), by=by)


@transaction.atomic
def confirm_case(*, case: Case, evidence: ConfirmationEvidence, by: Any) -> Case:
    """Confirm a case on a result read out by somebody who may classify. Safe to repeat.

    Raises:
        PermissionDenied: ``by`` may not classify this case.
        ValidationError: by the definition in force this evidence does not confirm it, or the case is closed.
    """
    row = lock_case(case, by, "cases.classify")
    _refuse_negative(evidence)
    if row.closed_at:
        raise ValidationError(_("This case is closed; reopen it first."), code="closed")
    row = _strengthen(row, evidence, by)
    if row.status != CaseStatus.CONFIRMED:
        raise ValidationError(
            _("By the definition in force (%(document)s) this does not confirm the case."),
            params={"document": definition_in_force().document},
            code="not_confirming",
        )
    log_action(actor=by, action="confirm_case", subject_type="case", subject_id=row.uuid)
    return row


@transaction.atomic
def withdraw_evidence(*, case: Case, result_id: UUID, reason: str, by: Any) -> Case:
    """A result was corrected: the case becomes what the rest gives, or is discarded when nothing is left.

    Safe to repeat.

    Raises:
        PermissionDenied: ``by`` may not classify this case.
    """
    row = lock_case(case, by, "cases.classify")
    found = CaseEvidence.objects.filter(case=row, result_id=result_id, withdrawn_at__isnull=True)
    if not found.update(withdrawn_at=clock.now(), withdrawal_reason=reason):
        return row
    log_action(actor=by, action="withdraw_evidence", subject_type="case", subject_id=row.uuid, reason=reason)
    _refresh_sample(row)
    return _reclassify(row, reason, by)


def _reclassify(case: Case, reason: str, by: Any) -> Case:
    definition = definition_in_force()
    level = level_by_definition(case, definition)
    if level is None:
        return write_discard(case, reason, by)
    if is_higher(case.status, level):
        _lower(case, level, reason, by)
    refresh_period(case, by)
    return case


def _lower(case: Case, level: str, reason: str, by: Any) -> None:
    was_confirmed = case.status == CaseStatus.CONFIRMED
    case.confirmed_at = None
    with context(user=by, reason=reason):
        write_step(case, Step(level, by, reason, {"kind": "correction"}), definition_in_force())
    if was_confirmed:
        retract_told(subject_type="case", subject_id=case.uuid, at=clock.now())
        publish(CaseUnconfirmed(case.uuid, reason), by=by)


@transaction.atomic
def discard_case(*, case: Case, reason: str, by: Any) -> Case:
    """It was no case. Everybody told of it is to be told again; what it caused is withdrawn by who listens.

    Safe to repeat.

    Raises:
        PermissionDenied: ``by`` may not classify this case.
        ValidationError: no reason.
    """
    row = lock_case(case, by, "cases.classify")
    return write_discard(row, require_reason(reason), by)


def write_discard(case: Case, reason: str, by: Any) -> Case:
    """Discard a locked case, once."""
    if case.status == CaseStatus.DISCARDED:
        return case
    with context(user=by, reason=reason):
        write_step(
            case, Step(CaseStatus.DISCARDED, by, reason, {"kind": "correction"}), definition_in_force()
        )
    log_action(actor=by, action="discard_case", subject_type="case", subject_id=case.uuid, reason=reason)
    retract_told(subject_type="case", subject_id=case.uuid, at=clock.now())
    publish(CaseDiscarded(case.uuid, reason), by=by)
    return case
