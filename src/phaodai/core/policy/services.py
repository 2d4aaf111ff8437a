"""Changing a rule: one person proposes, another approves."""

import json
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.core import clock
from phaodai.core.audit.services import actor_name, log_action
from phaodai.core.policy.in_force import default_of
from phaodai.core.policy.models import PolicyState, PolicyVersion


def _same_shape(old: Any, new: Any) -> bool:
    if isinstance(old, dict):
        return (
            isinstance(new, dict) and all(_same_shape(old[k], new[k]) for k in old if k in new) and bool(new)
        )
    if isinstance(old, bool):
        return isinstance(new, bool)
    if isinstance(old, int | float):
        return isinstance(new, int | float) and not isinstance(new, bool)
    return type(old) is type(new)


def parse_value(code: str, text: str) -> Any:
    """The typed text as a value of the same shape as the shipped one.

    Raises:
        ValidationError: not JSON, or of another shape.
    """
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValidationError(
            _("Line %(line)s, column %(column)s: this is not a valid value."),
            params={"line": error.lineno, "column": error.colno},
        ) from None
    if not _same_shape(default_of(code).versions[-1].value, value):
        raise ValidationError(_("The value must have the same form as the present one."))
    return value


@transaction.atomic
def propose_policy(
    *,
    code: str,
    value: Any,
    document: str,
    effective_from: date,
    note: str = "",
    confirmed: bool = True,
    by: Any,
) -> PolicyVersion:
    """Propose a new version; it has no effect until somebody else approves it."""
    if not by.may("policy.propose"):
        raise PermissionDenied
    default_of(code)
    version = PolicyVersion.objects.create(
        code=code,
        value=value,
        document=document,
        effective_from=effective_from,
        note=note,
        confirmed=confirmed,
        proposed_by_id=by.pk,
        proposed_by_name=actor_name(by),
        occurred_at=clock.now(),
    )
    log_action(
        actor=by, action="propose_policy", subject_type="policy", subject_id=version.uuid, reason=document
    )
    return version


@transaction.atomic
def decide_policy(*, version: PolicyVersion, approve: bool, reason: str = "", by: Any) -> PolicyVersion:
    """Approve or reject a proposal; never one's own.

    Raises:
        PermissionDenied: the decider lacks the capability or is the proposer.
        ValidationError: already decided.
    """
    row = PolicyVersion.objects.select_for_update().get(pk=version.pk)
    if not by.may("policy.approve") or row.proposed_by_id == by.pk:
        raise PermissionDenied
    if row.state != PolicyState.PROPOSED:
        raise ValidationError(_("This proposal has already been decided."))
    row.state = PolicyState.APPROVED if approve else PolicyState.REJECTED
    row.decided_by_id, row.decided_by_name = by.pk, actor_name(by)
    row.decided_at, row.decision_reason = clock.now(), reason
    row.save()
    log_action(
        actor=by, action=f"policy_{row.state}", subject_type="policy", subject_id=row.uuid, reason=reason
    )
    return row
