"""A directive of another district with everything that hangs on it."""

from typing import Any

from phaodai.city.papers.models import RegisterEntry
from phaodai.city.papers.services import Document, take_number
from phaodai.command.directives.models import (
    AgendaItem,
    Assignment,
    Decision,
    Directive,
    DirectiveLink,
    DirectiveTask,
    Escalation,
    Extension,
    Meeting,
    Opinion,
    Report,
    Target,
    TaskUnit,
)
from phaodai.core.files.services import store_made
from phaodai.core.files.terms import Kind
from tests.cast import Cast, at, make_organization

TEXT = "Giao UBND phường Láng Hạ lập danh sách Ngõ Rất Xa trước ngày 17/9."


def build_directives(cast: Cast) -> dict[str, Any]:
    """The rows by the name of the URL parameter that takes their id."""
    office = make_organization("BCD-XA", "Ban Chỉ đạo Láng Hạ", "steering", cast.ward_c)
    unit = make_organization("UBND-XA", "UBND phường Láng Hạ", "committee", cast.ward_c, parent=office)
    made = {
        "drafted_by_name": "x",
        "occurred_at": at(12),
        "issuer": office,
        "text": TEXT,
        "title": "Ngõ Rất Xa",
    }
    signed = {"signed_at": at(12), "number": "01/TB-XA", "issued_on": at(12).date()}
    draft = Directive.objects.create(sign="/TB-XA", state="in_opinion", **made)
    incoming = Directive.objects.create(
        sign="/TB-XA", state="draft", is_incoming=True, issued_on=at(12).date(), **made
    )
    waiting = Directive.objects.create(sign="/TB-XA", state="signed", signed_at=at(12), **made)
    issued = Directive.objects.create(sign="/TB-XA", state="issued", **signed, **made)
    return {
        "draft": draft, "incoming": incoming, "waiting": waiting, "issued": issued,
        **_numbers(office, issued), **_around(draft, issued, office, unit),
        **_followed(issued, office, unit), **_meeting(office),
    }  # fmt: skip


def _numbers(office: Any, issued: Any) -> dict[str, Any]:
    document = Document("directive", issued.uuid, "Ngõ Rất Xa")
    used = take_number(kind="TB", sign="/TB-XA", document=document, by=None, organization=office)
    kept = RegisterEntry.objects.create(
        register=used.register, number=2, written="02/TB-XA", state="reserved", reason="Ngõ Rất Xa", day=used.day,
        taken_by_name="x", taken_at=at(12),
    )  # fmt: skip
    return {"register": used.register, "number": used, "reserved_number": kept}


def _around(draft: Any, issued: Any, office: Any, unit: Any) -> dict[str, Any]:
    task = DirectiveTask.objects.create(
        directive=draft, position=1, action="Ngõ Rất Xa", search_key="ngo rat xa", start=0, end=40
    )
    TaskUnit.objects.create(task=task, role="lead", unit=unit)
    return {
        "directive_task": task,
        "target": Target.objects.create(task=task, name="Ngõ Rất Xa", goal=10),
        "link": DirectiveLink.objects.create(
            directive=draft, kind="ends", target=issued, written=issued.number
        ),
        "opinion": Opinion.objects.create(
            directive=draft, unit=unit, asked_by_name="x", asked_at=at(12), due_at=at(16)
        ),
    }


def _followed(issued: Any, office: Any, unit: Any) -> dict[str, Any]:
    task = DirectiveTask.objects.create(
        directive=issued, position=1, action="Ngõ Rất Xa", search_key="ngo rat xa", monitor=office
    )
    row = Assignment.objects.create(task=task, unit=unit, given_at=at(12), due_at=at(17))
    passing = Assignment.objects.create(
        task=task, unit=unit, via=office, state="at_via", given_at=at(12), finished_at=at(13), round=2
    )
    reported = Assignment.objects.create(
        task=task, unit=unit, state="reported", given_at=at(12), finished_at=at(13), round=3
    )
    report = Report.objects.create(
        assignment=reported, kind="final", text="Ngõ Rất Xa", by_name="x", occurred_at=at(13)
    )
    Report.objects.create(
        assignment=passing, kind="final", state="at_via", text="Ngõ Rất Xa", by_name="x", occurred_at=at(13)
    )
    return {
        "assignment": row, "passing": passing, "reported": reported, "report": report,
        "evidence": store_made(
            content=b"%PDF", kind=Kind.PDF, name="Ngõ Rất Xa.pdf", purpose="directives.evidence", owner=report, by=None
        ),
        "extension": Extension.objects.create(
            assignment=row, reason="Ngõ Rất Xa", old_due_at=at(17), new_due_at=at(18), asked_by_name="x", asked_at=at(13)
        ),
        "escalation": Escalation.objects.create(
            assignment=row, rung="1", due_at=at(17), to_unit=unit, made_at=at(13)
        ),
    }  # fmt: skip


def _meeting(office: Any) -> dict[str, Any]:
    meeting = Meeting.objects.create(host=office, title="Ngõ Rất Xa", held_at=at(15, 8), called_by_name="x")
    return {
        "meeting": meeting,
        "agenda_item": AgendaItem.objects.create(meeting=meeting, position=1, subject="Ngõ Rất Xa"),
        "meeting_decision": Decision.objects.create(
            meeting=meeting, position=1, text="Ngõ Rất Xa", decided_by_name="x"
        ),
    }
