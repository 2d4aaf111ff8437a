"""What oversight keeps about somebody of another district."""

from datetime import date, timedelta
from typing import Any

from phaodai.city.accounts.models import Grant
from phaodai.city.oversight.models import EmergencyOpening, PersonFile, UnusualLook
from phaodai.core import clock
from phaodai.core.audit.services import record_read
from tests.cast import Cast, at


def build_access(cast: Cast) -> dict[str, Any]:
    """An opening, an unusual look referred to the authority, a finished file, a look, and a role that ends soon."""
    opening = EmergencyOpening.objects.create(
        person=cast.giang, area=cast.ward_c, ground="life", reason="Ngõ Rất Xa", opened_by_id=1, opened_by_name="…",
        open=(at(13), at(13, 1)), review_due_at=at(16),
    )  # fmt: skip
    look = UnusualLook.objects.create(
        day=date(2021, 9, 13), rule="many", reader_id=1, reader_name="Lý Thị Xa", area=cast.ward_c, looks=9, people=9,
        first_at=at(13, 1), last_at=at(13, 2), reviewed_by_id=2, reviewed_at=at(14), note="…", state="referred",
    )  # fmt: skip
    file = PersonFile.objects.create(
        person=cast.giang, area=cast.ward_c, audience="person", reason="Ngõ Rất Xa", requested_by_id=1,
        requested_by_name="…", requested_at=at(13), state="ready", made_at=at(13), expires_at=at(30),
    )  # fmt: skip
    record_read(
        actor=cast.ward_clerk_c, subject_type="person", subject_ids=[cast.giang.uuid], purpose="Ngõ Rất Xa"
    )
    soon = clock.real_now() + timedelta(days=3)
    ending = Grant.objects.create(
        user=cast.ward_clerk_c, role="sampler", area=cast.ward_c, valid=(clock.real_now(), soon)
    )
    return {"opening": opening, "look": look, "file": file, "grant": ending}
