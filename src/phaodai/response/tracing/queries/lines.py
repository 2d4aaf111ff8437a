"""Contacts as a screen shows them: who, why, when, telephone, call, conclusion. Texts follow the language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from phaodai.city.people.rules import shown_phone
from phaodai.city.places.terms import PlaceKind
from phaodai.core.clock import to_local
from phaodai.core.ui.formats import number_text, when_text
from phaodai.core.ui.values import PathNode
from phaodai.response.cases.models import Case
from phaodai.response.tracing.models import Contact, Exposure
from phaodai.response.tracing.queries.contacts import visible_cases
from phaodai.response.tracing.rules import bars_of
from phaodai.response.tracing.terms import CallOutcome, ContactState, ExposureKind

Node = dict[str, Any]

ICONS = {
    PlaceKind.HOME: "house", PlaceKind.WORKPLACE: "briefcase", PlaceKind.FACTORY: "factory",
    PlaceKind.SCHOOL: "school", PlaceKind.MARKET: "market", PlaceKind.SUPERMARKET: "cart",
    PlaceKind.SHOP: "cart",
    PlaceKind.RESTAURANT: "restaurant", PlaceKind.PHARMACY: "hospital", PlaceKind.HEALTH_FACILITY: "hospital",
    PlaceKind.WORSHIP: "temple", PlaceKind.VEHICLE: "bus", PlaceKind.CHECKPOINT: "checkpoint",
    PlaceKind.QUARANTINE_ROOM: "bed",
    ExposureKind.HOUSEHOLD: "house", ExposureKind.WORKPLACE: "briefcase", ExposureKind.DECLARED: "users",
}  # fmt: skip


@dataclass(frozen=True)
class Chip:
    """A status: the kind of the kit's chip and the words."""

    kind: str
    text: str


@dataclass(frozen=True)
class ReasonLine:
    """One reason a person is on a list: the path, its rank and what else it holds."""

    path: list[PathNode]
    bars: int
    last_at: datetime
    kind: str
    summary: str
    scan: str = ""
    meetings: list[list[PathNode]] = field(default_factory=list)


@dataclass(frozen=True)
class ContactLine:
    """One row of a call sheet."""

    uuid: UUID
    name: str
    birth_year: int | None
    sex: str
    area: str
    address: str
    phone: str
    dial: str
    reason: ReasonLine | None
    other_reasons: int
    call: Chip
    conclusion: Chip
    state: str
    tier: int
    due_at: datetime | None
    is_moving: bool


def contact_lines(contacts: Iterable[Contact], user: Any, case: Case | None = None) -> list[ContactLine]:
    """Rows for contacts read with `contacts.with_reasons`; of ``case`` where given, else their best reason.

    Of cases the user may not open only the code is shown. One query more, whatever the number of rows.
    """
    rows = list(contacts)
    open_cases = visible_cases(user, [exposure for row in rows for exposure in row.live])  # type: ignore[attr-defined]
    clear = user.may("people.unmask")
    return [_line(row, case, open_cases, clear) for row in rows]


def _line(contact: Contact, case: Case | None, open_cases: set[int], clear: bool) -> ContactLine:
    person, live = contact.person, contact.live  # type: ignore[attr-defined]
    reasons = [one for one in live if case is None or one.case_id == case.pk]
    return ContactLine(
        uuid=contact.uuid,
        name=person.full_name,
        birth_year=person.birth_year,
        sex=str(person.get_sex_display()),
        area=contact.area.name if contact.area else "",
        address=person.address,
        phone=shown_phone(person.phone, clear),
        dial=person.phone if clear else "",
        reason=reason_line(reasons[0], open_cases) if reasons else None,
        other_reasons=max(0, len(live) - 1),
        call=call_chip(contact),
        conclusion=state_chip(contact),
        state=contact.state,
        tier=contact.tier,
        due_at=contact.due_at if contact.state == ContactState.CANDIDATE else None,
        is_moving=bool(contact.moving),  # type: ignore[attr-defined]
    )


def call_chip(contact: Contact) -> Chip:
    """Whether they were reached, and how often it was tried."""
    if not contact.call_state:
        return Chip("new", _("Not called"))
    text = str(CallOutcome(contact.call_state).label)
    words = f"{text} ×{contact.calls}" if contact.calls > 1 else text
    return Chip("done" if contact.call_state == CallOutcome.REACHED else "failed", words)


def state_chip(contact: Contact) -> Chip:
    """The conclusion, or that a hand-over is under way."""
    if getattr(contact, "moving", []):
        return Chip("moved", _("Handed over"))
    if contact.state == ContactState.VERIFIED:
        return Chip("done", f"F{contact.tier}")
    kind = "wait" if contact.state == ContactState.CANDIDATE else "off"
    return Chip(kind, str(ContactState(contact.state).label))


def reason_line(exposure: Exposure, open_cases: set[int]) -> ReasonLine:
    """The path of one exposure, its strongest meeting first; up to thirty meetings behind it."""
    head = _head(exposure, open_cases)
    meetings = [[*head, *_meeting_nodes(node)] for node in exposure.path]
    return ReasonLine(
        path=meetings[0] if meetings else head,
        bars=bars_of(exposure.score),
        last_at=exposure.last_at,
        kind=str(ExposureKind(exposure.kind).label),
        summary=_summary(exposure),
        scan=scan_text(exposure.path),
        meetings=meetings,
    )


def scan_text(path: Sequence[Node]) -> str:
    """How many of the visits to the place of the strongest meeting are scanned, where an estimate was kept."""
    if not path or "scan_rate" not in path[0]:
        return ""
    return _("about %(percent)s%% of visits here are scanned") % {
        "percent": round(100 * path[0]["scan_rate"])
    }


def _head(exposure: Exposure, open_cases: set[int]) -> list[PathNode]:
    case = exposure.case
    url = reverse("cases:case", args=[case.uuid]) if case.pk in open_cases else ""
    nodes = [PathNode(pgettext("reason", "Case %(code)s") % {"code": case.code}, "virus", url=url)]
    if exposure.via_id and exposure.via:
        nodes.append(PathNode("F1", "user", url=reverse("tracing:contact", args=[exposure.via.uuid])))
    return nodes


def _meeting_nodes(node: Node) -> list[PathNode]:
    icon = ICONS.get(node.get("relation") or node.get("kind", ""), "pin")
    if "relation" in node:
        label = str(ExposureKind(node["relation"]).label) if node["relation"] in ExposureKind.values else ""
        time = f"{_day(node['start'])}–{_day(node['end'])}"
        return [
            PathNode(node["place"] or label, icon),
            PathNode(time=time, strong=_relation_text(node["relation"])),
        ]
    return [PathNode(node["place"], icon), PathNode(time=_hours(node), strong=together_text(node))]


def _relation_text(relation: str) -> str:
    texts = {
        ExposureKind.HOUSEHOLD: _("lives together"),
        ExposureKind.WORKPLACE: _("same team or class"),
        ExposureKind.DECLARED: _("named by the patient"),
        ExposureKind.VIA_CONTACT: _("lives with the F1"),
    }
    return str(texts.get(relation, ""))  # type: ignore[call-overload]


def together_text(node: Node) -> str:
    """What weighs in one meeting: minutes together, or how soon after the case left and how long."""
    if node["direct_s"]:
        return _("%(minutes)s min together") % {"minutes": _minutes(node["direct_s"])}
    gap = (_moment(node["start"]) - _moment(node["case_end"])).total_seconds()
    if gap >= 0 and node["linger_s"]:
        words = {"gap": _minutes(gap), "minutes": _minutes(node["linger_s"])}
        return _("came %(gap)s min after, stayed %(minutes)s min") % words
    return _("at the same moment") if gap <= 0 else _("came %(gap)s min after") % {"gap": _minutes(gap)}


def _minutes(seconds: float) -> str:
    minutes = seconds / 60
    return number_text(round(minutes)) if minutes >= 1 or not minutes else "<1"


def _hours(node: Node) -> str:
    start, end = to_local(_moment(node["start"])), to_local(_moment(node["end"]))
    first = when_text(start)
    if start == end:
        return first
    return f"{first}–{when_text(end, 'time' if start.date() == end.date() else 'short')}"


def _summary(exposure: Exposure) -> str:
    if not exposure.visits:
        return ""
    words = {"direct": _minutes(exposure.direct_s), "linger": _minutes(exposure.linger_s)}
    meetings = ngettext("%(n)d meeting", "%(n)d meetings", exposure.visits) % {"n": exposure.visits}
    return f"{meetings}, " + _("%(direct)s min together, %(linger)s min after") % words


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _day(text: str) -> str:
    return when_text(_moment(text), "daymonth")


def reason_lines(contact: Contact, user: Any) -> Sequence[ReasonLine]:
    """Every live reason of one contact."""
    live = contact.live  # type: ignore[attr-defined]
    open_cases = visible_cases(user, live)
    return [reason_line(exposure, open_cases) for exposure in live]
