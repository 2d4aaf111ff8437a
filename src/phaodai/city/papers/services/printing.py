"""Printing: what a paper says is kept under its digest, every copy is on record, a changed paper replaces the last."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from phaodai.city.areas.models import Area
from phaodai.city.papers.kinds import PaperKind, find
from phaodai.city.papers.models import Paper, PaperCopy, PaperCounter
from phaodai.city.papers.terms import PaperState
from phaodai.core import clock
from phaodai.core.audit.services import actor_name, log_action
from phaodai.core.codes import make_code
from phaodai.core.documents import content_digest
from phaodai.core.documents.digests import canonical
from phaodai.core.files.services import store_made
from phaodai.core.files.terms import Kind

CONTENT = "papers.content"


@dataclass(frozen=True)
class Draft:
    """A paper about to be printed. ``title``, ``number`` and ``issuer`` are shown to the public: no personal data.

    ``series``: papers of one series replace each other; the thing itself unless a list says otherwise.
    """

    subject_id: UUID
    content: dict[str, Any]
    title: str
    issuer: str
    number: str = ""
    issued_on: date | None = None
    area: Area | None = None
    series: UUID | None = None


@dataclass(frozen=True)
class Printed:
    """A paper and the copy just made of it."""

    paper: Paper
    copy: PaperCopy


@transaction.atomic
def print_paper(*, kind: str, draft: Draft, by: Any) -> Printed:
    """Put a printing on record: another copy of the paper, or of a new one when what it says has changed.

    The caller has authorised the look at the thing itself and puts it on record.
    """
    found, series = find(kind), draft.series or draft.subject_id
    _hold_series(found.code, series)
    last = Paper.objects.filter(kind=found.code, series=series).order_by("-version").first()
    digest = content_digest(draft.content)
    if last is None or last.digest != digest or last.state != PaperState.CURRENT:
        last = _new_version(found, draft, series, digest, last, by)
    return Printed(last, add_copy(last, by))


def _hold_series(kind: str, series: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 11))", [f"{kind}:{series}"])


def _new_version(
    kind: PaperKind, draft: Draft, series: UUID, digest: str, last: Paper | None, by: Any
) -> Paper:
    if last is not None and last.state == PaperState.CURRENT:
        last.state = PaperState.REPLACED
        last.save(update_fields=["state"])
    paper = Paper.objects.create(
        code=_next_code(), kind=kind.code, subject_id=draft.subject_id, series=series,
        version=last.version + 1 if last else 1, replaces=last, title=draft.title[:300], number=draft.number,
        issuer=draft.issuer[:200], area=draft.area, issued_on=draft.issued_on, digest=digest,
        made_by_id=getattr(by, "pk", None), made_by_name=actor_name(by), made_at=clock.now(),
    )  # fmt: skip
    body = canonical(draft.content)
    store_made(content=body, kind=Kind.JSON, name=f"{paper.code}.json", purpose=CONTENT, owner=paper, by=by)
    return paper


def _next_code() -> str:
    PaperCounter.objects.get_or_create(pk=1)
    counter = PaperCounter.objects.select_for_update().get(pk=1)
    counter.last_number += 1
    counter.save(update_fields=["last_number"])
    return make_code("VB", counter.last_number)


def add_copy(paper: Paper, by: Any) -> PaperCopy:
    row = Paper.objects.select_for_update().get(pk=paper.pk)
    row.copies += 1
    row.save(update_fields=["copies"])
    paper.copies = row.copies
    log_action(
        actor=by, action="paper_printed", subject_type="paper", subject_id=row.uuid,
        data={"code": row.code, "copy": row.copies},
    )  # fmt: skip
    return PaperCopy.objects.create(
        paper=row,
        number=row.copies,
        by_id=getattr(by, "pk", None),
        by_name=actor_name(by),
        occurred_at=clock.now(),
    )


@transaction.atomic
def withdraw_paper(*, paper: Paper, reason: str, by: Any) -> Paper:
    """Say that a printed list or report has no value any more; the check says so at once.

    Orders and directives are withdrawn as such, and their papers with them.

    Raises:
        PermissionDenied: the paper is out of reach.
        ValidationError: no reason; withdrawn already; the thing itself has to be withdrawn.
    """
    row = Paper.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=paper.pk).first()
    if row is None:
        raise PermissionDenied
    if find(row.kind).standing_of is not None:
        raise ValidationError(_("Withdraw the document itself; its papers follow."), code="follows")
    if not reason.strip():
        raise ValidationError(_("Give the reason."), code="reason")
    if row.state == PaperState.WITHDRAWN:
        raise ValidationError(_("This paper is withdrawn already."), code="withdrawn")
    row.state, row.withdrawn_at, row.withdrawn_reason = (
        PaperState.WITHDRAWN,
        clock.now(),
        reason.strip()[:300],
    )
    row.withdrawn_by_name = actor_name(by)
    row.save(update_fields=["state", "withdrawn_at", "withdrawn_reason", "withdrawn_by_name"])
    log_action(actor=by, action="paper_withdrawn", subject_type="paper", subject_id=row.uuid, reason=reason)
    return row
