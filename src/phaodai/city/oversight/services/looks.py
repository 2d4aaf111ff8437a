"""Unusual looks: found by rules once a day, answered by the data officer, decided only by a signature."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.oversight.models import UnusualLook
from phaodai.city.oversight.queries.patterns import RULES
from phaodai.city.oversight.terms import LookState
from phaodai.core import clock, policy
from phaodai.core.audit.services import actor_name, log_action


@transaction.atomic
def find_unusual(*, day: date) -> int:
    """Ask every rule about one local day; returns how many new questions there are. Runs twice without harm."""
    rule = policy.get("oversight.unusual", clock.day_bounds(day)[0])
    by_what = {"version": rule.version, "confirmed": rule.confirmed, "value": rule.value}
    found = [
        UnusualLook(day=day, rule=code, threshold=by_what, **pattern.facts())
        for code, ask in RULES.items()
        for pattern in ask(day, rule.value)
    ]
    before = UnusualLook.objects.filter(day=day).count()
    UnusualLook.objects.bulk_create(found, ignore_conflicts=True)
    return UnusualLook.objects.filter(day=day).count() - before


def _locked(look: UnusualLook, by: Any, capability: str, *states: str) -> UnusualLook:
    row = UnusualLook.objects.select_for_update(of=("self",)).get(pk=look.pk)
    may = UnusualLook.objects.visible_to(by, capability).filter(pk=row.pk).exists()
    if not may or row.reader_id == by.pk:
        raise PermissionDenied
    if row.state not in states:
        raise ValidationError(_("This has been answered already."))
    return row


def _note(row: UnusualLook, by: Any, action: str, reason: str) -> None:
    log_action(actor=by, action=action, subject_type="look", subject_id=row.uuid, reason=reason)


@transaction.atomic
def explain_look(*, look: UnusualLook, note: str, by: Any) -> UnusualLook:
    """The data officer asked, and there is a good explanation. Nothing follows."""
    return _reviewed(look, LookState.EXPLAINED, note, by)


@transaction.atomic
def refer_look(*, look: UnusualLook, note: str, by: Any) -> UnusualLook:
    """There is none: somebody with authority decides. Until they sign, nothing follows."""
    return _reviewed(look, LookState.REFERRED, note, by)


def _reviewed(look: UnusualLook, state: LookState, note: str, by: Any) -> UnusualLook:
    row = _locked(look, by, "oversight.review", LookState.OPEN)
    if not note.strip():
        raise ValidationError({"note": _("Write what you asked and found.")})
    row.state, row.note = state, note.strip()
    row.reviewed_by_id, row.reviewed_by_name, row.reviewed_at = by.pk, actor_name(by), clock.now()
    row.save()
    _note(row, by, f"look.{state.value}", row.note)
    return row


@transaction.atomic
def sign_decision(*, look: UnusualLook, document: str, decision: str, by: Any) -> UnusualLook:
    """The authority decides what follows, in a numbered document. Never whoever reviewed, never the reader.

    Raises:
        PermissionDenied: not theirs to sign.
        ValidationError: no document, no decision, or not referred to them.
    """
    row = _locked(look, by, "oversight.sign", LookState.REFERRED)
    if row.reviewed_by_id == by.pk:
        raise PermissionDenied
    if not document.strip():
        raise ValidationError({"document": _("Write the number of the signed document.")})
    if not decision.strip():
        raise ValidationError({"decision": _("Write what was decided.")})
    row.state, row.document, row.decision = LookState.DECIDED, document.strip(), decision.strip()
    row.decided_by_id, row.decided_by_name, row.decided_at = by.pk, actor_name(by), clock.now()
    row.save()
    _note(row, by, "look.decided", row.document)
    return row
