"""Looking at contacts puts itself on record."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from phaodai.core.audit.services import log_action, record_read
from phaodai.response.cases.models import Case
from phaodai.response.tracing.models import Contact
from phaodai.response.tracing.queries.contacts import case_for, contact_for

NOBODY = UUID(int=0)
"""Subject of rows about a list that belongs to no one case."""


def open_contact(*, uuid: UUID, by: Any) -> Contact:
    """The contact, and a row that it was looked at.

    Raises:
        Http404: missing or out of reach, alike.
    """
    contact = contact_for(by, uuid)
    record_read(actor=by, subject_type="contact", subject_ids=[contact.uuid], purpose=_("contact page"))
    return contact


def open_case_list(*, uuid: UUID, by: Any, purpose: str = "") -> Case:
    """The case whose contacts are asked for, and a row that it was looked at where a purpose is given.

    Raises:
        Http404: missing or out of reach, alike.
    """
    case = case_for(by, uuid)
    if purpose:
        record_read(actor=by, subject_type="case", subject_ids=[case.uuid], purpose=purpose)
    return case


def record_listing(
    *, by: Any, action: str, count: int, filters: dict[str, str], case: Case | None = None
) -> None:
    """One row for a list that was read or taken away: how many rows, under which filters.

    Its subject is no one contact, nor the case: a look is not a deed in the course of the case.
    """
    about = {"case": case.code} if case else {}
    log_action(
        actor=by,
        action=action,
        subject_type="contact",
        subject_id=NOBODY,
        data={"rows": count, **about, **filters},
    )
