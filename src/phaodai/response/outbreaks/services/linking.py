"""An investigator concludes about who infected whom; each conclusion can be taken back."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.core import clock, policy
from phaodai.core.audit.services import actor_name, context, log_action
from phaodai.response.cases.models import CONFIRMED, Case
from phaodai.response.cases.services import edit_source
from phaodai.response.cases.terms import SourceStatus
from phaodai.response.outbreaks.models import LinkDecision, TransmissionLink
from phaodai.response.outbreaks.queries.sources import computed_sources
from phaodai.response.outbreaks.rules import closes_a_circle, may_move
from phaodai.response.outbreaks.terms import LinkSetting, LinkState
from phaodai.response.tracing.likely import exposures_between, onset_of
from phaodai.response.tracing.models import Exposure
from phaodai.response.tracing.terms import ExposureKind

INVESTIGATING = "cases.investigate"
SETTINGS: dict[str, str] = {
    ExposureKind.HOUSEHOLD: LinkSetting.HOUSEHOLD,
    ExposureKind.WORKPLACE: LinkSetting.WORKPLACE,
    ExposureKind.COPRESENCE: LinkSetting.PLACE,
    ExposureKind.DECLARED: LinkSetting.DECLARED,
}


@dataclass(frozen=True)
class Evidence:
    """What was computed of a link when it was concluded."""

    setting: str = LinkSetting.OTHER
    where: str = ""
    met_on: date | None = None
    days: int | None = None
    score: float | None = None
    probability: float | None = None
    path: list[dict[str, Any]] = field(default_factory=list)


def confirm_link(*, infected: Case, infector: Case, reason: str, by: Any) -> TransmissionLink:
    """The infector is the source of the infected. The case's source is then known, and the chain fixed there.

    Raises:
        PermissionDenied: the infected case lies outside what ``by`` may investigate, or the infector is neither on the
            lists that name the infected nor a case ``by`` may see.
        ValidationError: no reason; not two confirmed cases; another source is confirmed; the link would close a circle.
    """
    return _conclude(infected, infector, LinkState.CONFIRMED, reason, by)


def reject_link(*, infected: Case, infector: Case, reason: str, by: Any) -> TransmissionLink:
    """The infector is not the source; it no longer counts. Raises as `confirm_link`."""
    return _conclude(infected, infector, LinkState.REJECTED, reason, by)


def reopen_link(*, infected: Case, infector: Case, reason: str, by: Any) -> TransmissionLink:
    """Take a conclusion back: the link waits again, and the case says of its source what it said before.

    Raises as `confirm_link`.
    """
    return _conclude(infected, infector, LinkState.OPEN, reason, by)


@transaction.atomic
def withdraw_links(*, case: Case, by: Any) -> int:
    """The case turned out to be none: confirmed links from and to it are taken back. Safe to repeat.

    Returns how many there were. Raises PermissionDenied as `confirm_link`.
    """
    links = TransmissionLink.objects.filter(state=LinkState.CONFIRMED, infector=case) | (
        TransmissionLink.objects.filter(state=LinkState.CONFIRMED, infected=case)
    )
    reason, count = _("Case %(code)s was discarded.") % {"code": case.code}, 0
    for link in links.select_related("infected", "infector").order_by("pk"):
        _move(link, LinkState.OPEN, reason, clock.now(), by)
        count += 1
    return count


@transaction.atomic
def _conclude(infected: Case, infector: Case, state: str, reason: str, by: Any) -> TransmissionLink:
    case, now = _lock(infected, by), clock.now()
    _may_name(case, infector, by)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: it stays with the decision.")})
    link = _link_of(case, infector, now)
    if link.state == state:
        return link
    if not may_move(link.state, state):
        raise ValidationError(_("This link cannot be changed so."), code="move")
    if state == LinkState.CONFIRMED:
        _must_be_possible(case, infector)
    _move(link, state, reason.strip()[:300], now, by)
    return link


def _lock(case: Case, by: Any) -> Case:
    row: Case | None = (
        Case.objects.visible_to(by, INVESTIGATING).select_for_update(of=("self",)).filter(pk=case.pk).first()
    )
    if row is None:
        raise PermissionDenied
    return row


def _may_name(infected: Case, infector: Case, by: Any) -> None:
    """Cases elsewhere are known by their code only where a list names the infected."""
    is_listed = exposures_between(infected, [infector.pk]).exists()
    is_seen = Case.objects.visible_to(by, "cases.view").filter(pk=infector.pk).exists()
    was_named = TransmissionLink.objects.filter(infected=infected, infector=infector).exists()
    if not (is_listed or is_seen or was_named):
        raise PermissionDenied


def _must_be_possible(infected: Case, infector: Case) -> None:
    if infected.pk == infector.pk:
        raise ValidationError(_("A case is not its own source."), code="itself")
    if infected.status not in CONFIRMED or infector.status not in CONFIRMED:
        raise ValidationError(_("Both must be confirmed cases."), code="not_confirmed")
    if infected.is_imported:
        raise ValidationError(_("The case is written down as imported; correct that first."), code="imported")
    known = dict(TransmissionLink.objects.standing().values_list("infected", "infector"))
    if infected.pk in known:
        code = Case.objects.get(pk=known[infected.pk]).code
        raise ValidationError(
            _("%(code)s is confirmed as the source; take that back first.") % {"code": code}, code="taken"
        )
    if closes_a_circle(infected.pk, infector.pk, known):
        raise ValidationError(
            _("%(infector)s was, through confirmed links, infected by %(infected)s.")
            % {"infector": infector.code, "infected": infected.code},
            code="circle",
        )


def _link_of(infected: Case, infector: Case, now: datetime) -> TransmissionLink:
    link = TransmissionLink.objects.select_for_update().filter(infected=infected, infector=infector).first()
    if link is None:
        if infected.pk == infector.pk:
            raise ValidationError(_("A case is not its own source."), code="itself")
        link = TransmissionLink(infected=infected, infector=infector)
    if link.pk is None or link.state == LinkState.OPEN:
        for name, value in vars(evidence_of(infected, infector, now)).items():
            setattr(link, name, value)
        link.save()
    return link


def evidence_of(infected: Case, infector: Case, now: datetime) -> Evidence:
    """What is computed of this pair now."""
    computed, _cases = computed_sources(now, [infected, infector])
    found = computed.by_case[infected.pk]
    reason = next((one for one in found.reasons if int(one.case) == infector.pk), None)
    days = (onset_of(infected) - onset_of(infector)).days
    probability = reason.probability if reason and not found.is_settled else None
    best = exposures_between(infected, [infector.pk]).first()
    if best is None:
        return Evidence(days=days, probability=probability)
    return Evidence(
        setting=SETTINGS.get(best.kind, LinkSetting.OTHER),
        where=_place_of(best),
        met_on=clock.local_day(best.first_at),
        days=days,
        score=best.score,
        probability=probability,
        path=best.path,
    )


def _place_of(exposure: Exposure) -> str:
    """The place of the strongest meeting; of a household no address."""
    if exposure.kind == ExposureKind.HOUSEHOLD or not exposure.path:
        return ""
    return str(exposure.path[0].get("place", ""))[:200]


def _move(link: TransmissionLink, state: str, reason: str, now: datetime, by: Any) -> None:
    before, source = link.state, link.infected.source_status
    decision = LinkDecision.objects.create(
        link=link, from_state=before, to_state=state, reason=reason[:300], source_before=source,
        policy_version=policy.get("outbreaks.serial_interval", now).version, by_id=getattr(by, "pk", None),
        by_name=actor_name(by), occurred_at=now,
    )  # fmt: skip
    is_concluded = state != LinkState.OPEN
    link.state = state
    link.concluded_at = now if is_concluded else None
    link.concluded_by_name = actor_name(by) if is_concluded else ""
    with context(user=by, reason=reason):
        link.save()
    _tell_the_case(link, before, state, decision, by)
    log_action(
        actor=by, action=f"link_{state}", subject_type="case", subject_id=link.infected.uuid, reason=reason,
        data={"infector": link.infector.code, "from": before},
    )  # fmt: skip


def _tell_the_case(link: TransmissionLink, before: str, after: str, decision: LinkDecision, by: Any) -> None:
    """A confirmed source is a known one; taken back, the case says what it said before."""
    status = None
    if after == LinkState.CONFIRMED:
        status = SourceStatus.KNOWN
    elif before == LinkState.CONFIRMED:
        last = (
            LinkDecision.objects.filter(link=link, to_state=LinkState.CONFIRMED, pk__lt=decision.pk)
            .order_by("-pk")
            .first()
        )
        status = (
            SourceStatus(last.source_before) if last and last.source_before else SourceStatus.INVESTIGATING
        )
    if status is not None and link.infected.source_status != status:
        edit_source(case=link.infected, source_status=status, reason=decision.reason, by=by)
