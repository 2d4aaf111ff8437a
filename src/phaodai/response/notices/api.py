"""Place notices by API: what the public reads, without sign-in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from phaodai.core import clock
from phaodai.core.access import public
from phaodai.core.access.api import ERRORS
from phaodai.response.notices.queries import notices as queries

router = Router(tags=["notices"])


class HoursOut(Schema):
    start: datetime
    end: datetime


class NoticeOut(Schema):
    """One place and its hours; ``text`` in both languages. ``status`` "in_force" or "withdrawn"."""

    uuid: UUID
    number: str
    version: int
    status: str
    place: str
    address: str
    ward: str
    district: str
    hours: list[HoursOut]
    published_at: datetime
    expires_at: datetime
    text_vi: str
    text_en: str


@router.get("", response={200: list[NoticeOut], **ERRORS}, auth=None, operation_id="public_notices")
@public
def public_notices(request: HttpRequest) -> list[NoticeOut]:
    """The notices in force, and those withdrawn in the last days. No personal data."""
    return [_out(one) for one in queries.public_notices(clock.now())]


def _out(one: queries.PublicNotice) -> NoticeOut:
    content: dict[str, Any] = one.content
    return NoticeOut(
        uuid=one.uuid,
        number=content["number"],
        version=one.version,
        status="withdrawn" if one.is_withdrawn else "in_force",
        place=content["place"],
        address=content["address"],
        ward=content["ward"],
        district=content["district"],
        hours=[HoursOut(start=start, end=end) for start, end in content["windows"]],
        published_at=one.published_at,
        expires_at=one.expires_at,
        text_vi=one.text("vi"),
        text_en=one.text("en"),
    )
