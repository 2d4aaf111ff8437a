"""Everything the paper says, as texts; PDF and DOCX are drawn from it."""

from dataclasses import dataclass
from typing import Any

from phaodai.city.papers.services import Draft
from phaodai.city.papers.signing import body_of
from phaodai.command.directives.models import Directive
from phaodai.command.directives.rules.body import body_lines
from phaodai.command.directives.terms import DirectiveKind, DirectiveState
from phaodai.core.documents.signing import signature_lines
from phaodai.core.documents.words import BLANK, bare_name, long_day, moment

MOST_RECIPIENTS = 12
DRAFTS = (DirectiveState.DRAFT, DirectiveState.IN_OPINION, DirectiveState.SIGNED, DirectiveState.CANCELLED)


@dataclass(frozen=True)
class Paper:
    """The parts of the form, top to bottom."""

    office_above: str
    office: str
    number: str
    place_and_date: str
    kind: str
    title: str
    is_letter: bool
    body: list[str]
    recipients: list[str]
    lines: list[str]
    signer: str
    signed_at: str

    @property
    def content(self) -> dict[str, Any]:
        """The same for the typesetter."""
        return {
            "title": self.title,
            "kind": self.kind,
            "is_letter": self.is_letter,
            "body": self.body,
            "heading": {
                "office_above": self.office_above,
                "office": self.office,
                "number": self.number,
                "place_and_date": self.place_and_date,
            },
            "signature": {
                "recipients": self.recipients,
                "lines": self.lines,
                "name": self.signer,
                "signed_at": self.signed_at,
                "unsigned": "(chưa ký)",
            },
        }


def paper_of(directive: Directive) -> Paper:
    """The paper of a directive as it stands."""
    return Paper(
        office_above=_above(directive),
        office=directive.issuer.name,
        number=directive.number or f"{BLANK}{directive.sign}",
        place_and_date=f"{_place(directive)}, {long_day(directive.issued_on)}",
        kind=str(DirectiveKind(directive.kind).label_vi),
        title=directive.title,
        is_letter=directive.kind == DirectiveKind.LETTER,
        body=body_lines(directive.text),
        recipients=_recipients(directive),
        lines=signature_lines(directive.signed_by_title, in_name_of=body_of(directive.issuer)),
        signer=directive.signed_by_name or BLANK,
        signed_at=moment(directive.signed_at),
    )


def paper_draft(directive: Directive) -> Draft:
    """An issued directive as the paper about to be printed."""
    return Draft(
        subject_id=directive.uuid, content=paper_of(directive).content, title=directive.title,
        issuer=directive.issuer.name, number=directive.number, issued_on=directive.issued_on,
        area=directive.issuer.area,
    )  # fmt: skip


def _above(directive: Directive) -> str:
    parent = directive.issuer.parent
    if parent is not None:
        return parent.name
    area = directive.issuer.area
    return area.parent.name if area is not None and area.parent is not None else ""


def _place(directive: Directive) -> str:
    """The city the office sits in, without the common noun: "Hà Nội"."""
    area = directive.issuer.area
    while area is not None and area.parent is not None:
        area = area.parent
    return bare_name(area.name) if area is not None else BLANK


def _recipients(directive: Directive) -> list[str]:
    named = [unit.name for unit in directive.recipients.all()]
    if not named:
        rows = directive.tasks.filter(state="active", units__unit__isnull=False).order_by("position")
        named = list(dict.fromkeys(rows.values_list("units__unit__name", flat=True)))
    shown = [name for name in named if name][:MOST_RECIPIENTS]
    more = ["Các đơn vị khác được giao nhiệm vụ"] if len(named) > MOST_RECIPIENTS else []
    return [*shown, *more, "Lưu: VT"]
