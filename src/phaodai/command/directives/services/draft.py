"""Drafting: a text is pasted or uploaded, read, and becomes a draft with its tasks."""

import unicodedata
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Value
from django.utils.translation import gettext as _

from phaodai.city.organizations.models import Organization
from phaodai.command.directives.models import Directive, DirectiveLink, DirectiveTask, Meeting, TaskUnit
from phaodai.command.directives.queries import directives, units
from phaodai.command.directives.reading.values import Reading, TaskDraft
from phaodai.command.directives.rules import numbers
from phaodai.command.directives.rules.deadlines import first_and_last, holds_while, rhythm_of
from phaodai.command.directives.services.moves import add_entry, lock_draft
from phaodai.command.directives.terms import LinkKind, UnitRole
from phaodai.command.directives.texts import refuse, require_text
from phaodai.core import clock
from phaodai.core.audit.services import actor_name, log_action
from phaodai.core.text import nfc, search_key


def clean_text(text: str) -> str:
    """NFC with plain line ends, so that offsets count the same everywhere."""
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")


@transaction.atomic
def draft_directive(
    *,
    issuer: Organization,
    title: str,
    text: str,
    by: Any,
    kind: str = "TB",
    sign: str = "",
    written_number: str = "",
    meeting: Meeting | None = None,
    is_incoming: bool = False,
) -> Directive:
    """Begin a draft without tasks.

    Raises:
        PermissionDenied: ``by`` does not draft for this issuer.
        ValidationError: no title or no text.
    """
    if not units.own_units(by, "directives.draft").filter(pk=issuer.pk).exists():
        raise PermissionDenied
    row = Directive.objects.create(
        issuer=issuer, kind=kind, title=nfc(require_text(title))[:500], text=clean_text(require_text(text)),
        sign=sign or default_sign(kind, issuer), written_number=written_number[:60], meeting=meeting,
        is_incoming=is_incoming, drafted_by_name=actor_name(by), occurred_at=clock.now(),
    )  # fmt: skip
    index_text(row)
    add_entry(row, "", by=by)
    log_action(actor=by, action="directive_draft", subject_type="directive", subject_id=row.uuid)
    return row


def default_sign(kind: str, issuer: Organization) -> str:
    """The sign this issuer's documents of the kind carry."""
    first = next(iter(issuer.short_name.split()), "")
    named = first if first.isupper() else numbers.abbreviation(issuer.short_name or issuer.name)
    return numbers.default_sign(kind, named)


def index_text(directive: Directive) -> None:
    """Bring the search column up to date: number and title weigh more than the text."""
    head = search_key(f"{directive.number} {directive.written_number} {directive.title}")
    vector = SearchVector(Value(head), weight="A", config="simple") + SearchVector(
        Value(search_key(directive.text)), weight="B", config="simple"
    )
    Directive.objects.filter(pk=directive.pk).update(search=vector)


@transaction.atomic
def draft_from_reading(
    *, reading: Reading, issuer: Organization, by: Any, title: str = "", is_incoming: bool = False
) -> Directive:
    """A draft with every task the reader found; units resolve against the tree, unknown ones stay as written.

    Raises:
        PermissionDenied: ``by`` does not draft for this issuer.
        ValidationError: the reader refused the text; the sentence says why.
    """
    if reading.refused:
        raise refuse("refused", _(reading.refused))
    number = reading.number or ""
    row = draft_directive(
        issuer=issuer, title=title or _title_of(reading), text=reading.text, by=by,
        kind=numbers.kind_of(number), sign=numbers.sign_of(number), written_number=number, is_incoming=is_incoming,
    )  # fmt: skip
    if is_incoming and reading.issued_on:
        row.issued_on = reading.issued_on
        row.save(update_fields=["issued_on"])
    book = _Resolver.of(reading, issuer)
    for position, task in enumerate(reading.tasks, start=1):
        _add_read_task(row, position, task, book)
    for cite in reading.cites:
        if cite.number:
            cite_document(directive=row, number=cite.number)
    return row


def _title_of(reading: Reading) -> str:
    """The title as read, else the first line that says something."""
    first = next((line.strip() for line in reading.text.splitlines() if line.strip()), "")
    return numbers.without_kind(reading.title or first)


def cite_document(*, directive: Directive, number: str) -> DirectiveLink:
    """Write down that the text cites a document; it is linked where the library knows it."""
    written = nfc(number)[:200]
    link, _made = DirectiveLink.objects.get_or_create(
        directive=directive, kind=LinkKind.CITES, written=written,
        defaults={"target": directives.find_cited(directive, written)},
    )  # fmt: skip
    return link


@dataclass
class _Resolver:
    """Every unit name of one reading, resolved in two queries."""

    issuer: Organization
    by_code: dict[str, Organization] = field(default_factory=dict)
    by_name: dict[str, Organization] = field(default_factory=dict)

    @classmethod
    def of(cls, reading: Reading, issuer: Organization) -> "_Resolver":
        codes = {code for task in reading.tasks for code in task.lead_code if code}
        names: set[str] = set()
        for task in reading.tasks:
            names.update(task.lead, task.support)
            names.update(name for name in (task.monitor, task.report_to, task.report_via) if name)
        return cls(issuer, units.units_by_code(codes), units.units_by_name(names))

    def one(self, name: str | None, code: str | None = None) -> Organization | None:
        return self.by_code.get(code or "") or self.by_name.get(name or "")

    def many(self, name: str, code: str | None = None) -> list[Organization]:
        found = self.one(name, code)
        return [found] if found else units.members_of_group(name, self.issuer)


def _add_read_task(directive: Directive, position: int, read: TaskDraft, book: _Resolver) -> DirectiveTask:
    written = {"monitor": read.monitor, "report_to": read.report_to, "report_via": read.report_via}
    passage, rhythm = directive.text[read.start : read.end], rhythm_of(read.recurrence)
    due_at, last_day = first_and_last(
        passage, rhythm, read.recurrence or "", read.due_at, clock.to_local(clock.now())
    )
    ends_with = holds_while(passage) if rhythm else ""
    task = DirectiveTask.objects.create(
        directive=directive, position=position, kind=read.kind, action=read.action,
        search_key=search_key(read.action), condition=(read.condition or ends_with)[:500], due_at=due_at,
        recurrence=rhythm, recurrence_text=(read.recurrence or "")[:120], recurs_until=last_day,
        monitor=book.one(read.monitor), report_to=book.one(read.report_to), report_via=book.one(read.report_via),
        written_names={name: text for name, text in written.items() if text}, start=read.start, end=read.end,
        why=list(read.why),
    )  # fmt: skip
    codes = list(read.lead_code) + [None] * len(read.lead)
    for name, code in zip(read.lead, codes, strict=False):
        name_units(task, UnitRole.LEAD, name, book.many(name, code))
    for name in read.support:
        name_units(task, UnitRole.SUPPORT, name, book.many(name))
    return task


def name_units(task: DirectiveTask, role: str, written: str, found: list[Organization]) -> None:
    """Name units in a task; one already named keeps its first role, an unknown one stays as written."""
    if not found:
        TaskUnit.objects.create(task=task, role=role, written=written[:300])
    for unit in found:
        TaskUnit.objects.get_or_create(
            task=task, unit=unit, defaults={"role": role, "written": written[:300]}
        )


@transaction.atomic
def edit_directive(
    *, directive: Directive, by: Any, title: str, sign: str, kind: str, recipients: list[Organization]
) -> Directive:
    """Correct the head of a draft.

    Raises:
        PermissionDenied: out of reach.
        ValidationError: no draft any more, or no title.
    """
    row = lock_draft(directive, by)
    row.title, row.kind = nfc(require_text(title))[:500], kind
    row.sign = sign.strip() or default_sign(kind, row.issuer)
    row.save(update_fields=["title", "kind", "sign"])
    row.recipients.set(recipients)
    index_text(row)
    return row
