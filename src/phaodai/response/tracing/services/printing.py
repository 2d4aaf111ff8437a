"""Printing the call sheet of a case: the look is on record, and so is every copy."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from phaodai.city.papers.models import PaperCopy
from phaodai.city.papers.offices import office_for
from phaodai.city.papers.services import Draft, print_paper
from phaodai.core import clock
from phaodai.response.cases.models import Case
from phaodai.response.tracing.printing import sheet_content
from phaodai.response.tracing.queries import lists
from phaodai.response.tracing.queries.lines import contact_lines
from phaodai.response.tracing.services.looking import record_listing

MOST_ROWS = 500
VIEW = "contacts.view"


@transaction.atomic
def print_call_sheet(*, case: Case, wanted: lists.ContactFilter, by: Any) -> PaperCopy:
    """The contacts of a case the caller has opened, as a paper; printed again it takes the place of the last.

    Raises:
        ValidationError: nobody on the list.
    """
    with translation.override("vi"):
        return _print(case, wanted, by)


def _print(case: Case, wanted: lists.ContactFilter, by: Any) -> PaperCopy:
    now = clock.now()
    rows = lists.call_sheet(by, wanted, now, case)
    lines = contact_lines(rows[:MOST_ROWS], by, case)
    if not lines:
        raise ValidationError(_("Nobody to print with these filters."), code="no_rows")
    record_listing(by=by, action="list_read", count=len(lines), filters={"via": "print"}, case=case)
    office = office_for(by, VIEW)
    content = sheet_content(lines, case=case, office=office, total=rows.count(), by=by, at=now)
    draft = Draft(
        subject_id=case.uuid, content=content, title=f"Phiếu gọi {len(lines)} người tiếp xúc", issuer=office.name,
        issued_on=clock.local_day(now), area=office.area, series=uuid5(NAMESPACE_URL, f"call-sheet:{case.uuid}:{by.pk}"),
    )  # fmt: skip
    return print_paper(kind="call_sheet", draft=draft, by=by).copy
