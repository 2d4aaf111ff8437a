"""The end of a case, and taking the end back."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.core import clock
from phaodai.core.audit.services import context, log_action
from phaodai.core.events.services import publish
from phaodai.response.cases.events import CaseClosed, CaseConfirmed
from phaodai.response.cases.models import Case
from phaodai.response.cases.services.guards import lock_case, lock_person, require_reason
from phaodai.response.cases.services.opening import live_case_of
from phaodai.response.cases.services.period import refresh_period
from phaodai.response.cases.services.status import Step, definition_in_force, level_by_definition, write_step
from phaodai.response.cases.terms import CaseStatus

OUTCOMES = (CaseStatus.RECOVERED, CaseStatus.DIED)


@transaction.atomic
def close_case(*, case: Case, outcome: str, at: datetime, by: Any) -> Case:
    """The patient recovered or died at ``at``. Safe to repeat.

    Raises:
        PermissionDenied: ``by`` may not classify this case.
        ValidationError: another outcome, a moment in the future, or a move the status does not allow.
    """
    row = lock_case(case, by, "cases.classify")
    if outcome not in OUTCOMES:
        raise ValidationError(_("A case ends by recovery or death."), code="outcome")
    if at > clock.now():
        raise ValidationError(_("The moment lies in the future."), code="future")
    if row.status == outcome:
        return row
    write_step(row, Step(outcome, by, at=at), definition_in_force())
    log_action(
        actor=by, action="close_case", subject_type="case", subject_id=row.uuid, data={"outcome": outcome}
    )
    refresh_period(row, by)
    publish(CaseClosed(row.uuid, outcome), by=by)
    return row


@transaction.atomic
def reopen_case(*, case: Case, reason: str, by: Any) -> Case:
    """Take the end back: the case becomes what its standing evidence gives, at least suspected.

    Raises:
        PermissionDenied: ``by`` may not classify this case.
        ValidationError: no reason, not closed, or the person has another live case.
    """
    row = lock_case(case, by, "cases.classify")
    reason = require_reason(reason)
    lock_person(row.person)
    _refuse_reopening(row)
    definition = definition_in_force()
    level = level_by_definition(row, definition) or CaseStatus.SUSPECTED
    with context(user=by, reason=reason):
        write_step(row, Step(level, by, reason, {"kind": "reopening"}), definition)
    log_action(actor=by, action="reopen_case", subject_type="case", subject_id=row.uuid, reason=reason)
    _resume(row, by)
    return row


def _refuse_reopening(row: Case) -> None:
    if row.closed_at is None:
        raise ValidationError(_("This case is not closed."), code="not_closed")
    if live_case_of(row.person) is not None:
        raise ValidationError(_("This person has another case that is still open."), code="other_case")


def _resume(case: Case, by: Any) -> None:
    refresh_period(case, by, quiet=True)
    if case.status == CaseStatus.CONFIRMED:
        publish(CaseConfirmed(case.uuid), by=by)
