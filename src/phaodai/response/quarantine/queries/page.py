"""Everything an order's page shows, and what this reader may do there."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from phaodai.city.people.queries import PersonLine, display_person
from phaodai.core.disclosures.models import Told
from phaodai.core.disclosures.queries import told_about
from phaodai.response.cases.models import Case
from phaodai.response.quarantine import rules
from phaodai.response.quarantine.models import Appeal, OrderEntry, QuarantineOrder, Stay
from phaodai.response.quarantine.queries.orders import (
    facts_of,
    open_stay_of,
    outdated,
    test_days_of,
    unmet_of,
    visible_orders,
)
from phaodai.response.quarantine.rules import Move, Unmet
from phaodai.response.quarantine.terms import AppealState, OrderSetting, OrderState
from phaodai.response.quarantine.texts import missing_parts, refusal_text

TAKES_IN = ("quarantine.draft", "quarantine.confirm", "quarantine.sign", "quarantine.stay")


@dataclass(frozen=True)
class Abilities:
    """What the reader may do with this order now; ``blocked`` says why its next step cannot be taken yet."""

    confirm: bool = False
    undo: bool = False
    extend: bool = False
    sign: bool = False
    withdraw: bool = False
    end: bool = False
    appeal: bool = False
    decide: bool = False
    serve: bool = False
    keep: bool = False
    blocked: str = ""


@dataclass(frozen=True)
class OrderPage:
    """One order with its history, objections, bed, tellings and open conditions."""

    order: QuarantineOrder
    person: PersonLine
    entries: list[OrderEntry]
    appeals: list[Appeal]
    told: list[Told]
    stay: Stay | None
    unmet: Unmet
    may: Abilities
    shows_person: bool
    shows_case: bool
    shows_contact: bool

    @property
    def missing(self) -> list[str]:
        return missing_parts(self.unmet)

    @property
    def test_days(self) -> list[tuple[Any, bool]]:
        """Each test day, and whether its negative result is still missing."""
        return [(day, day in self.unmet.tests_missing) for day in test_days_of(self.order)]

    @property
    def open_appeal(self) -> Appeal | None:
        return next((appeal for appeal in self.appeals if appeal.state == AppealState.OPEN), None)

    @property
    def rule(self) -> "BasisRule":
        return BasisRule(self.order.basis)


class BasisRule:
    """The rule an order keeps, in the shape the legal basis is drawn from."""

    def __init__(self, basis: dict[str, Any]) -> None:
        self.document = basis.get("document", "")
        self.confirmed = basis.get("confirmed", True)
        day = basis.get("effective_from")
        self.effective_from = date.fromisoformat(day) if day else None


def page_of(order: QuarantineOrder, user: Any) -> OrderPage:
    """Read an order's page for a user who may see the order."""
    appeals = list(order.appeals.order_by("-pk"))
    return OrderPage(
        order=order,
        person=display_person(order.person, user),
        entries=list(order.entries.order_by("-pk")),
        appeals=appeals,
        told=list(told_about("order", order.uuid)),
        stay=open_stay_of(order),
        unmet=unmet_of(order),
        may=abilities_of(order, user, has_open_appeal=any(a.state == AppealState.OPEN for a in appeals)),
        shows_person=user.may("people.view"),
        shows_case=_shows_case(order, user),
        shows_contact=user.may("contacts.view"),
    )


def _shows_case(order: QuarantineOrder, user: Any) -> bool:
    if order.case_id is None or not user.may("cases.view"):
        return False
    return bool(Case.objects.visible_to(user).filter(pk=order.case_id).exists())


def _reaches(order: QuarantineOrder, user: Any, *capabilities: str) -> bool:
    held = [capability for capability in capabilities if user.may(capability)]
    return any(visible_orders(user, capability).filter(pk=order.pk).exists() for capability in held)


def abilities_of(order: QuarantineOrder, user: Any, *, has_open_appeal: bool) -> Abilities:
    """What ``user`` may do with the order as it stands."""
    confirms = _reaches(order, user, "quarantine.confirm")
    signs = _reaches(order, user, "quarantine.sign")
    serves = _reaches(order, user, *TAKES_IN)
    is_signed = order.state == OrderState.SIGNED
    is_outdated = outdated(QuarantineOrder.objects.filter(pk=order.pk)).exists()
    return Abilities(
        confirm=confirms and _is_legal(order, Move.CONFIRM, user),
        undo=confirms and order.state == OrderState.CONFIRMED,
        extend=confirms and is_outdated,
        sign=signs and _is_legal(order, Move.SIGN, user),
        withdraw=order.state in rules.LIVE and (signs or (confirms and not is_signed)),
        end=is_signed and _reaches(order, user, "quarantine.end"),
        appeal=is_signed and serves and not has_open_appeal,
        decide=signs and has_open_appeal,
        serve=is_signed and serves and order.served_at is None,
        keep=order.setting == OrderSetting.SITE and _reaches(order, user, "quarantine.stay"),
        blocked=_blocked(order, user),
    )


def _is_legal(order: QuarantineOrder, move: Move, user: Any) -> bool:
    return rules.refusal(move, facts_of(order), actor=user.pk) is None


def _blocked(order: QuarantineOrder, user: Any) -> str:
    """Why the next step of an order that waits cannot be taken; empty when it can."""
    move = {OrderState.DRAFT: Move.CONFIRM, OrderState.CONFIRMED: Move.SIGN}.get(OrderState(order.state))
    why = rules.refusal(move, facts_of(order), actor=user.pk) if move else None
    return refusal_text(why) if why else ""
