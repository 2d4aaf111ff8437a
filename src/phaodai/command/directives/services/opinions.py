"""A draft goes round before it is signed."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.organizations.models import Organization
from phaodai.command.directives.models import Directive, Opinion
from phaodai.command.directives.rules.moves import DirectiveMove
from phaodai.command.directives.services.moves import lock_directive, lock_draft, move_directive
from phaodai.command.directives.terms import OPEN_DRAFT, OpinionState
from phaodai.command.directives.texts import refuse, require_text
from phaodai.core import clock, policy
from phaodai.core.audit.services import actor_name, log_action


@transaction.atomic
def ask_opinions(
    *,
    directive: Directive,
    asked: list[Organization],
    by: Any,
    question: str = "",
    due_at: datetime | None = None,
) -> list[Opinion]:
    """Send the draft to units; one that was asked already and has not answered is not asked twice.

    Raises:
        PermissionDenied: out of reach.
        ValidationError: no draft any more, or nobody asked.
    """
    if not asked:
        raise refuse("ask_whom", _("Choose at least one unit."))
    row = lock_draft(directive, by)
    move_directive(row, DirectiveMove.ASK, by=by)
    until = due_at or clock.now() + timedelta(days=float(policy.get("directives.opinion_days").value))
    waiting = set(row.opinions.filter(state=OpinionState.ASKED).values_list("unit", flat=True))
    return [
        Opinion.objects.create(
            directive=row, unit=unit, question=question[:500], asked_by_name=actor_name(by), asked_at=clock.now(),
            due_at=until,
        )
        for unit in asked
        if unit.pk not in waiting
    ]  # fmt: skip


@transaction.atomic
def give_opinion(*, opinion: Opinion, agrees: bool, text: str, by: Any) -> Opinion:
    """A unit answers, once; remarks must say something.

    Raises:
        PermissionDenied: ``by`` does not answer for this unit.
        ValidationError: answered already; the draft is signed; remarks without words.
    """
    rows = Opinion.objects.visible_to(by, "directives.report").select_related("directive")
    row = rows.select_for_update(of=("self",)).filter(pk=opinion.pk).first()
    if row is None:
        raise PermissionDenied
    if row.state != OpinionState.ASKED or row.directive.state not in OPEN_DRAFT:
        raise refuse("answered", _("This opinion is no longer asked."))
    row.state = OpinionState.AGREED if agrees else OpinionState.REMARKS
    row.text = text.strip() if agrees else require_text(text)
    row.given_by, row.given_by_name, row.given_at = by, actor_name(by), clock.now()
    row.save()
    log_action(
        actor=by, action="opinion_give", subject_type="directive", subject_id=row.directive.uuid,
        data={"unit": row.unit.code, "state": row.state},
    )  # fmt: skip
    return row


@transaction.atomic
def answer_opinion(*, opinion: Opinion, answer: str, by: Any) -> Opinion:
    """The desk writes down what it made of remarks: taken up, or why not.

    Raises:
        PermissionDenied: out of reach.
        ValidationError: no words.
    """
    lock_directive(opinion.directive, by, "directives.draft")
    row = Opinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
    row.answer = require_text(answer)[:500]
    row.save(update_fields=["answer"])
    return row


def close_silent(directive: Directive) -> None:
    """Whoever has not answered by the due time has kept silent; it stays on record.

    Raises:
        ValidationError: somebody still has time to answer.
    """
    waiting = list(directive.opinions.filter(state=OpinionState.ASKED).select_related("unit"))
    in_time = [opinion.unit.name for opinion in waiting if opinion.due_at >= clock.now()]
    if in_time:
        raise refuse("opinions_open", _("Still being asked: %(units)s.") % {"units": ", ".join(in_time)})
    directive.opinions.filter(state=OpinionState.ASKED).update(state=OpinionState.SILENT)
