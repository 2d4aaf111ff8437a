"""Who had been told, and who still believes what was wrong."""

import uuid

from phaodai.core.disclosures.models import Told
from phaodai.core.disclosures.queries import still_misinformed, told_about
from phaodai.core.disclosures.services import confirm_retraction, record_told, retract_told


def tell(cast, subject, audience="UBND phường Thanh Nhàn"):
    return record_told(
        subject_type="case",
        subject_id=subject,
        audience=audience,
        channel="list",
        summary="F1",
        by=cast.investigator,
    )


def test_a_correction_reaches_everybody_told(cast):
    subject = uuid.uuid4()
    told = [tell(cast, subject), tell(cast, subject, "Người bệnh")]
    tell(cast, uuid.uuid4())
    assert retract_told(subject_type="case", subject_id=subject, at=cast.now) == 2
    confirm_retraction(told=told[0], by=cast.ward_clerk_a)
    assert [row.audience for row in still_misinformed("case", subject)] == ["Người bệnh"]
    assert told_about("case", subject).count() == 2


def test_nothing_is_retracted_twice(cast):
    subject = uuid.uuid4()
    told = tell(cast, subject)
    assert confirm_retraction(told=told, by=cast.investigator).retraction_told_at is None
    retract_told(subject_type="case", subject_id=subject, at=cast.now)
    assert retract_told(subject_type="case", subject_id=subject, at=cast.now) == 0
    first = confirm_retraction(told=told, by=cast.investigator)
    confirm_retraction(told=told, by=cast.authority)
    assert Told.objects.get(pk=told.pk).retraction_told_by_name == first.retraction_told_by_name
