"""Reading registers and papers, and checking a paper."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from phaodai.city.papers.kinds import PaperKind, find
from phaodai.city.papers.models import Paper, PaperCopy, Register, RegisterEntry
from phaodai.city.papers.terms import EntryState, PaperState, Standing
from phaodai.city.papers.tokens import read_token
from phaodai.core import clock
from phaodai.core.access import get_visible_or_404
from phaodai.core.files.downloads import bytes_of
from phaodai.core.files.queries import files_of

CONTENT = "papers.content"
ENTRY_SORTS = {"number": "number", "day": "day", "taken": "taken_at", "by": "taken_by_name"}
PAPER_SORTS = {"made": "made_at", "code": "code", "copies": "copies", "number": "number"}


@dataclass(frozen=True)
class EntryFilter:
    """What the list of numbers is narrowed to."""

    register: str = ""
    year: str = ""
    state: str = ""
    text: str = ""
    sort: str = "-taken"


@dataclass(frozen=True)
class PaperFilter:
    """What the list of papers is narrowed to."""

    kind: str = ""
    state: str = ""
    text: str = ""
    sort: str = "-made"


def ordered(rows: "QuerySet[Any]", sort: str, known: dict[str, str], otherwise: str) -> "QuerySet[Any]":
    """Sort by a known name, "-" for downwards."""
    field = known.get(sort.lstrip("-"))
    if field is None:
        return rows.order_by(otherwise, "-pk")
    sign = "-" if sort.startswith("-") else ""
    return rows.order_by(f"{sign}{field}", f"{sign}pk")


def registers_for(user: Any, capability: str | None = None) -> "QuerySet[Register]":
    """The registers in reach with how many numbers are used, reserved and void; newest year first."""
    rows = Register.objects.visible_to(user, capability).select_related("organization", "area")
    return rows.annotate(
        reserved=Count("entries", filter=Q(entries__state=EntryState.RESERVED)),
        void=Count("entries", filter=Q(entries__state=EntryState.VOID)),
    ).order_by("-year", "organization__sort_key", "kind")


def register_for(user: Any, uuid: UUID, capability: str | None = None) -> Register:
    """One register, or Http404."""
    rows = Register.objects.select_related("organization", "area")
    found: Register = get_visible_or_404(rows, user, capability, uuid=uuid)
    return found


def entries_for(user: Any, wanted: EntryFilter) -> "QuerySet[RegisterEntry]":
    """The numbers in reach that fit the filter."""
    rows = RegisterEntry.objects.visible_to(user).select_related("register__organization", "register__area")
    if wanted.register:
        rows = rows.filter(register__uuid=wanted.register)
    if wanted.year.isdigit():
        rows = rows.filter(register__year=int(wanted.year[:4]))
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.text:
        rows = rows.filter(Q(written__icontains=wanted.text) | Q(title__icontains=wanted.text))
    return ordered(rows, wanted.sort, ENTRY_SORTS, "-taken_at")


def entry_for(user: Any, uuid: UUID, capability: str | None = None) -> RegisterEntry:
    """One number, or Http404."""
    rows = RegisterEntry.objects.select_related("register__organization", "register__area")
    found: RegisterEntry = get_visible_or_404(rows, user, capability, uuid=uuid)
    return found


def reserved_in(organization: Any, kind: str) -> "QuerySet[RegisterEntry]":
    """Reserved numbers of an office and kind this year."""
    rows = RegisterEntry.objects.filter(
        state=EntryState.RESERVED, register__organization=organization, register__kind=kind,
        register__year=clock.today().year,
    )  # fmt: skip
    return rows.order_by("number")


def papers_for(user: Any, wanted: PaperFilter) -> "QuerySet[Paper]":
    """The papers in reach that fit the filter."""
    rows = Paper.objects.visible_to(user).select_related("replaces", "replaced_by")
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.text:
        said = wanted.text
        rows = rows.filter(Q(code__icontains=said) | Q(number__icontains=said) | Q(title__icontains=said))
    return ordered(rows, wanted.sort, PAPER_SORTS, "-made_at")


def paper_for(user: Any, uuid: UUID) -> Paper:
    """One paper, or Http404."""
    rows = Paper.objects.select_related("replaces", "replaced_by", "area")
    found: Paper = get_visible_or_404(rows, user, uuid=uuid)
    return found


def copy_of(paper: Paper, number: int) -> PaperCopy:
    """One printing, or Http404."""
    found = paper.printings.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def papers_of(kind: str, subject_id: UUID) -> "QuerySet[Paper]":
    """The papers of a thing the caller has scoped, newest first."""
    rows = Paper.objects.filter(kind=kind, subject_id=subject_id).select_related("replaces", "replaced_by")
    return rows.order_by("-made_at", "-pk")


def content_of(paper: Paper) -> dict[str, Any]:
    """What the paper says.

    Raises:
        Http404: past its term, missing or damaged.
    """
    files = files_of(CONTENT, [paper.uuid]).get(paper.uuid, [])
    if not files:
        raise Http404
    content: dict[str, Any] = json.loads(bytes_of(files[0]))
    return content


def standing_of(paper: Paper) -> Standing:
    """How the paper stands: the thing's own end counts before that of the paper."""
    kind = find(paper.kind)
    of_thing = kind.standing_of(paper.subject_id) if kind.standing_of else Standing.IN_FORCE
    if of_thing in (Standing.WITHDRAWN, Standing.ENDED) or paper.state == PaperState.CURRENT:
        return of_thing
    return Standing.WITHDRAWN if paper.state == PaperState.WITHDRAWN else Standing.REPLACED


@dataclass(frozen=True)
class Checked:
    """What the check shows everybody; nothing about persons."""

    paper: Paper
    kind: PaperKind
    standing: Standing
    replaced_by: Paper | None
    since: date | None

    @property
    def is_valid(self) -> bool:
        return self.standing in (Standing.IN_FORCE, Standing.AMENDED)


def check_paper(token: str) -> Checked | None:
    """The paper a QR stands for; None when it was not made here or its digest is another."""
    read = read_token(token)
    if read is None:
        return None
    rows = Paper.objects.select_related("replaced_by").filter(uuid=read[0])
    paper = rows.first()
    if paper is None or not paper.digest.startswith(read[1]):
        return None
    return Checked(paper, find(paper.kind), standing_of(paper), _follower(paper), _since(paper))


def _follower(paper: Paper) -> Paper | None:
    return getattr(paper, "replaced_by", None)


def _since(paper: Paper) -> date | None:
    """Since when it does not hold, as far as the paper itself knows."""
    follower = _follower(paper)
    moment = paper.withdrawn_at or (follower.made_at if follower else None)
    return clock.local_day(moment) if moment else None


def is_visible(user: Any, paper: Paper) -> bool:
    """Whether the reader may open the thing the paper tells of."""
    return bool(user.is_authenticated and Paper.objects.visible_to(user).filter(pk=paper.pk).exists())
