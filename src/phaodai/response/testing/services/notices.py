"""Telling people their result, and putting on record who was told what."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import translation

from phaodai.core import clock
from phaodai.core.audit.services import log_action
from phaodai.core.disclosures.models import Told
from phaodai.core.disclosures.queries import still_misinformed
from phaodai.core.disclosures.services import confirm_retraction, record_told
from phaodai.response.testing import rules
from phaodai.response.testing.errors import Refused
from phaodai.response.testing.models import TestResult, Tube, TubeMember
from phaodai.response.testing.services.locking import lock_tubes, require_tubes
from phaodai.response.testing.terms import Channel, ResultValue

TELL = "tests.notify"
"""Who tells people their result, and who tells them that it was corrected."""


@transaction.atomic
def notify_tubes(*, tubes: Iterable[Tube], by: Any, channel: str = Channel.PHONE) -> list[Tube]:
    """Record that the people of these tubes were told their result; returns the tubes newly marked.

    Each telling is a row of its own (subject "tube"), so that a correction reaches everybody who heard the
    wrong one. Who hears a corrected result has thereby been told of the correction. Safe to repeat.

    Raises:
        PermissionDenied: a tube is not where ``by`` tells people their results.
        Refused: a tube says nothing about its people (no result, a positive pool, an invalid sample).
    """
    locked = lock_tubes(tubes)
    require_tubes(by, locked, TELL)
    waiting = [tube for tube in locked if tube.notified_at is None]
    results = {
        result.tube_id: result for result in TestResult.objects.filter(tube__in=waiting, is_current=True)
    }
    for tube in waiting:
        _tell(tube, results.get(tube.pk), by, channel)
    return waiting


def _tell(tube: Tube, result: TestResult | None, by: Any, channel: str) -> None:
    if result is None or rules.meaning_of(tube.method, result.value) not in rules.CONCLUSIONS:
        raise Refused("nothing_to_tell", code=tube.code)
    # Said to people in Vietnamese, whatever language the clerk's screen has.
    with translation.override("vi"):
        summary = f"{tube.code}: {ResultValue(result.value).label}"
    members = list(TubeMember.objects.filter(tube=tube).select_related("person"))
    told_again = {member.person_id for member in members}
    for told in still_misinformed("tube", tube.uuid).filter(person_id__in=told_again):
        confirm_retraction(told=told, by=by)
    for member in members:
        record_told(
            subject_type="tube",
            subject_id=tube.uuid,
            person_id=member.person_id,
            audience=f"{member.person.full_name}, {member.person.birth_year or '?'}",
            channel=channel,
            summary=summary,
            by=by,
        )
    tube.notified_at = clock.now()
    tube.save(update_fields=["notified_at"])
    log_action(actor=by, action="notify_result", subject_type="tube", subject_id=tube.uuid)


@transaction.atomic
def confirm_correction_told(*, tube: Tube, told: Told, by: Any) -> Told:
    """Record that whoever had been told a wrong result of this tube now knows of the correction. Safe to repeat.

    Raises:
        PermissionDenied: the tube is not where ``by`` tells people their results.
    """
    (row,) = lock_tubes([tube])
    require_tubes(by, [row], TELL)
    if still_misinformed("tube", row.uuid).filter(pk=told.pk).exists():
        log_action(actor=by, action="tell_correction", subject_type="tube", subject_id=row.uuid)
    return confirm_retraction(told=told, by=by)
