"""Everything the paper says, as texts; both forms are drawn from it."""

from dataclasses import dataclass
from datetime import date

from phaodai.command.directives.models import Directive
from phaodai.command.directives.rules.body import body_lines
from phaodai.command.directives.terms import DirectiveKind, DirectiveState
from phaodai.core import clock

BLANK = "……"
COMMON_NOUNS = ("Phường ", "Xã ", "Thị ", "Quận ", "Huyện ", "Thành phố ", "Tỉnh ")
MOST_RECIPIENTS = 12


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
    signer_title: str
    signer: str
    signed_at: str
    is_draft: bool
    is_ended: bool


def paper_of(directive: Directive) -> Paper:
    """The paper of a directive as it stands."""
    signed = clock.to_local(directive.signed_at) if directive.signed_at else None
    return Paper(
        office_above=_above(directive),
        office=directive.issuer.name,
        number=directive.number or f"{BLANK}{directive.sign}",
        place_and_date=f"{_place(directive)}, {_long_day(directive.issued_on)}",
        kind=str(DirectiveKind(directive.kind).label_vi),  # type: ignore[attr-defined]
        title=directive.title,
        is_letter=directive.kind == DirectiveKind.LETTER,
        body=body_lines(directive.text),
        recipients=_recipients(directive),
        signer_title=directive.signed_by_title or "Người có thẩm quyền",
        signer=directive.signed_by_name or BLANK,
        signed_at=signed.strftime("%H:%M ngày %d/%m/%Y") if signed else "",
        is_draft=directive.state
        in (DirectiveState.DRAFT, DirectiveState.IN_OPINION, DirectiveState.CANCELLED),
        is_ended=directive.state == DirectiveState.ENDED,
    )


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
    name = area.name if area is not None else BLANK
    return next((name.removeprefix(noun) for noun in COMMON_NOUNS if name.startswith(noun)), name)


def _long_day(day: date | None) -> str:
    if day is None:
        return "ngày …… tháng …… năm ………"
    return f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}"


def _recipients(directive: Directive) -> list[str]:
    named = [unit.name for unit in directive.recipients.all()]
    if not named:
        rows = directive.tasks.filter(state="active", units__unit__isnull=False).order_by("position")
        named = list(dict.fromkeys(rows.values_list("units__unit__name", flat=True)))
    shown = [name for name in named if name][:MOST_RECIPIENTS]
    more = ["Các đơn vị khác được giao nhiệm vụ"] if len(named) > MOST_RECIPIENTS else []
    return [*shown, *more, "Lưu: VT"]
