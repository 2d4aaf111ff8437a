"""Breaking the glass: one record, for a stated reason, for minutes, reviewed afterwards."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from phaodai.city.oversight.models import EmergencyOpening
from phaodai.city.oversight.queries.emergency import tries_today
from phaodai.city.oversight.services.trail import LOG
from phaodai.city.oversight.terms import Conclusion, Ground
from phaodai.core import clock, policy
from phaodai.core.audit.services import actor_name, log_action, record_read
from phaodai.core.holdings import Section, find_subject, sections_of
from phaodai.core.holdings.masking import masked

OPENING = "emergency.open"
TRIED = "emergency.tried"
SHORTEST_REASON = 15


def open_emergency(*, number: str, ground: str, reason: str, by: Any) -> EmergencyOpening:
    """Open the record a whole number means, for the minutes of the policy.

    Every try counts and stays on record, also one that finds nobody: the number is never a way to ask who exists.

    Raises:
        PermissionDenied: the role may not.
        ValidationError: by field: no ground, no reason worth the name, too many tries, nobody by this number.
    """
    if not by.may(OPENING):
        raise PermissionDenied
    reason = _checked(ground, reason)
    limits = policy.get("oversight.emergency").value
    _count_try(number, limits["per_day"], by)
    person = find_subject(number)
    if person is None:
        raise ValidationError({"number": _("This number means nobody, or several people. Type it whole.")})
    return _opened(person, ground, reason, timedelta(minutes=limits["minutes"]), by)


def _checked(ground: str, reason: str) -> str:
    if ground not in Ground.values:
        raise ValidationError({"ground": _("Choose why.")})
    if len(reason.strip()) < SHORTEST_REASON:
        raise ValidationError(
            {"reason": _("Say in a sentence what is at stake; somebody will ask about it.")}
        )
    return reason.strip()


@transaction.atomic
def _count_try(number: str, per_day: int, by: Any) -> None:
    """One try more, in a transaction of its own, counted under a lock of the user's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('oversight.emergency'), %s)", [by.pk % 2**31])
    if tries_today(by) >= per_day:
        raise ValidationError(
            _("You have opened or tried %(count)s records today, as many as are allowed. Ask the other unit, or your "
              "health officer.") % {"count": per_day}
        )  # fmt: skip
    log_action(actor=by, action=TRIED, subject_type="log", subject_id=LOG, data={"number": masked(number)})


@transaction.atomic
def _opened(person: Any, ground: str, reason: str, length: timedelta, by: Any) -> EmergencyOpening:
    moment = clock.now()
    due = moment + timedelta(days=policy.get("oversight.review_days").value)
    opening = EmergencyOpening.objects.create(
        person=person, area_id=person.area_id, ground=ground, reason=reason, opened_by_id=by.pk,
        opened_by_name=actor_name(by), open=(moment, moment + length), review_due_at=due,
    )  # fmt: skip
    log_action(
        actor=by, action="emergency.opened", subject_type="person", subject_id=person.uuid, reason=reason,
        data={"ground": ground, "opening": str(opening.uuid)},
    )  # fmt: skip
    opening.refresh_from_db(fields=["open"])
    return opening


@transaction.atomic
def read_emergency(*, opening: EmergencyOpening, by: Any) -> list[Section]:
    """What counts in an emergency about this one person; the look is on record with its reason.

    Raises:
        PermissionDenied: somebody else's opening, it has ended, or the role has gone meanwhile.
    """
    if opening.opened_by_id != by.pk or not opening.is_open(clock.now()) or not by.may(OPENING):
        raise PermissionDenied
    purpose = f"Mở khẩn cấp: {opening.reason}"
    record_read(actor=by, subject_type="person", subject_ids=[opening.person.uuid], purpose=purpose)
    EmergencyOpening.objects.filter(pk=opening.pk).update(looks=F("looks") + 1)
    return list(sections_of(opening.person_id, is_vital=True))


@transaction.atomic
def close_emergency(*, opening: EmergencyOpening, by: Any) -> None:
    """Its user is done before the time is over."""
    if opening.opened_by_id != by.pk:
        raise PermissionDenied
    row = EmergencyOpening.objects.select_for_update().get(pk=opening.pk)
    moment = clock.now()
    if row.is_open(moment):
        row.open = (row.open.lower, max(moment, row.open.lower + timedelta(seconds=1)))
        row.save(update_fields=["open"])
        log_action(actor=by, action="emergency.closed", subject_type="person", subject_id=row.person.uuid)


@transaction.atomic
def review_emergency(
    *, opening: EmergencyOpening, is_justified: bool, note: str, consequence: str = "", by: Any
) -> EmergencyOpening:
    """The data officer concludes; nothing follows by itself from either answer.

    Raises:
        PermissionDenied: not theirs to review, or their own opening.
        ValidationError: no note, no consequence of an unjustified one, or reviewed already.
    """
    row = EmergencyOpening.objects.select_for_update().get(pk=opening.pk)
    reviewable = EmergencyOpening.objects.visible_to(by, "oversight.review").filter(pk=row.pk).exists()
    if not reviewable or row.opened_by_id == by.pk:
        raise PermissionDenied
    if row.conclusion != Conclusion.WAITING:
        raise ValidationError(_("This opening has been reviewed already."))
    _must_explain(is_justified, note, consequence)
    row.conclusion = Conclusion.JUSTIFIED if is_justified else Conclusion.UNJUSTIFIED
    row.note, row.consequence = note.strip(), consequence.strip()
    row.reviewed_by_id, row.reviewed_by_name, row.reviewed_at = by.pk, actor_name(by), clock.now()
    row.save()
    log_action(
        actor=by, action=f"emergency.{row.conclusion}", subject_type="person", subject_id=row.person.uuid,
        reason=row.note, data={"opening": str(row.uuid)},
    )  # fmt: skip
    return row


def _must_explain(is_justified: bool, note: str, consequence: str) -> None:
    if not note.strip():
        raise ValidationError({"note": _("Write what you asked and found.")})
    if not is_justified and not consequence.strip():
        raise ValidationError({"consequence": _("Write what follows, or that nothing does and why.")})
