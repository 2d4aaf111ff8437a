"""Orders confirmed, signed, printed and served; beds taken; objections; contacts handed over."""

from datetime import timedelta
from typing import Any

from phaodai.city.organizations.models import Organization
from phaodai.city.places.services import register_place
from phaodai.city.places.terms import PlaceKind
from phaodai.command.drill.past.stage import Stage
from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.response.quarantine.models import Appeal, QuarantineOrder, QuarantineSite, Room
from phaodai.response.quarantine.services import (
    confirm_order,
    decide_appeal,
    file_appeal,
    mark_printed,
    open_stay,
    sign_order,
)
from phaodai.response.quarantine.terms import OrderKind, OrderSetting, OrderState
from phaodai.response.tracing.models import Contact, Handover
from phaodai.response.tracing.services import answer_handover, escalate_handovers, hand_over
from phaodai.response.tracing.terms import ContactState

DAY = timedelta(days=1)
ROOMS = {"KCL-DK": (18, 4), "KCL-BK": (10, 6)}


def make_sites(stage: Stage) -> None:
    """Two sites with rooms; the second has not passed its acceptance check yet."""
    for code, (rooms, beds) in ROOMS.items():
        owner = stage.organizations.by_code[code]
        area: Any = owner.area  # an organisation may lack one, these two do not
        site = QuarantineSite.objects.create(organization=owner, area=area, is_accepted=code == "KCL-DK")
        for number in range(rooms):
            _make_room(site, owner, number, beds)
        stage.sites.append(site)


def _make_room(site: QuarantineSite, owner: Organization, number: int, beds: int) -> None:
    name = f"P{number // 6 + 1}{number % 6 + 1:02d}"
    place = register_place(
        kind=PlaceKind.QUARANTINE_ROOM,
        name=f"{owner.short_name} {name}",
        area=site.area,
        organization=owner,
        by=SYSTEM_ACTOR,
    )
    Room.objects.create(site=site, name=name, beds=beds, place=place)


def plan_orders(stage: Stage) -> None:
    """Twice a day the doctor confirms and the authority signs what is there; fewer towards the end."""
    day = clock.local_day(stage.now)
    for back in range(17, -1, -1):
        for hour in (9, 15):
            at = clock.at_local(day - back * DAY, hour, 10)
            stage.player.at(at, _confirm, stage, 40 if back else 3)
            if back:
                stage.player.at(at + timedelta(hours=1), _sign, stage, 40 if back > 1 else 3)
        stage.player.at(clock.at_local(day - back * DAY, 18), _take_beds, stage)


def _confirm(stage: Stage, limit: int) -> None:
    """Cases go to a site; every third contact too, the others stay at home."""
    drafts = QuarantineOrder.objects.filter(state=OrderState.DRAFT).select_related("contact").order_by("pk")
    ready = [order for order in drafts if order.kind == OrderKind.ISOLATION or _is_verified(order)]
    for order in ready[:limit]:
        at_site = order.kind == OrderKind.ISOLATION or order.pk % 3 == 0
        confirm_order(
            order=order,
            setting=OrderSetting.SITE if at_site else OrderSetting.HOME,
            site=stage.sites[0] if at_site else None,
            by=stage.accounts.health_officer,
        )


def _is_verified(order: QuarantineOrder) -> bool:
    return order.contact is not None and order.contact.state == ContactState.VERIFIED


def _sign(stage: Stage, limit: int) -> None:
    by = stage.accounts.authority
    for order in QuarantineOrder.objects.filter(state=OrderState.CONFIRMED).order_by("pk")[:limit]:
        mark_printed(order=sign_order(order=order, by=by), by=by)


def _take_beds(stage: Stage) -> None:
    waiting = QuarantineOrder.objects.filter(
        state=OrderState.SIGNED, setting=OrderSetting.SITE, kind=OrderKind.QUARANTINE, stays__isnull=True
    )
    for order in waiting.order_by("pk")[:6]:
        open_stay(order=order, by=stage.accounts.site_manager)


def plan_objections(stage: Stage) -> None:
    """One objection answered, one waiting."""
    stage.player.at(stage.now - 3 * DAY, _object, stage, 0, "Nhà có phòng riêng, xin cách ly tại nhà.")
    stage.player.at(stage.now - 2 * DAY, _answer, stage)
    stage.player.at(stage.now - timedelta(hours=20), _object, stage, 1, "Tôi không đến chợ ngày hôm đó.")


def _object(stage: Stage, which: int, text: str) -> None:
    signed = QuarantineOrder.objects.filter(
        state=OrderState.SIGNED, kind=OrderKind.QUARANTINE, appeals__isnull=True
    )
    for order in signed.order_by("pk")[which : which + 1]:
        file_appeal(order=order, text=text, filed_by="", by=stage.accounts.health_officer)


def _answer(stage: Stage) -> None:
    appeal = Appeal.objects.order_by("pk").first()
    if appeal is not None:
        decide_appeal(
            appeal=appeal,
            grant=False,
            answer="Nhà không có nhà vệ sinh riêng; giữ nguyên quyết định.",
            by=stage.accounts.authority,
        )


def plan_handovers(stage: Stage) -> None:
    """Contacts passed on: one taken over, one waiting too long, one to another province by letter."""
    stage.player.at(stage.now - 4 * DAY, _hand_over, stage, "00286", "")
    stage.player.at(stage.now - 4 * DAY + timedelta(hours=2), _acknowledge, stage)
    stage.player.at(stage.now - timedelta(hours=30), _hand_over, stage, "00271", "")
    stage.player.at(stage.now - timedelta(hours=5), _hand_over, stage, "", "CDC tỉnh Hưng Yên")
    stage.player.at(stage.now - timedelta(hours=1), _hand_over, stage, "00286", "")
    stage.player.at(stage.now - timedelta(hours=1), _escalate)


def _hand_over(stage: Stage, code: str, external: str) -> None:
    to_area = stage.areas.get(code)
    free = Contact.objects.filter(state=ContactState.CANDIDATE, tier=1, handovers__isnull=True)
    contact = free.exclude(area=to_area).exclude(area__isnull=True).order_by("-score", "pk").first()
    if contact is not None:
        note = "Hiện đang ở nhờ nhà người thân"
        hand_over(
            contact=contact, to_area=to_area, to_external=external, note=note, by=stage.accounts.investigator
        )


def _acknowledge(stage: Stage) -> None:
    handover = Handover.objects.filter(to_area__code="00286").order_by("pk").first()
    if handover is not None:
        answer_handover(
            handover=handover, accept=True, note="Đã liên hệ", by=stage.accounts.ward_clerk_bach_mai
        )


def _escalate() -> None:
    escalate_handovers(by=SYSTEM_ACTOR)
