"""The candidates of a case are listed."""

from django.utils.translation import gettext_lazy as _

from phaodai.command.playbook.situations.finding import case_of
from phaodai.core import policy
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.events import step
from phaodai.response.cases.models import Case
from phaodai.response.cases.terms import CaseStatus
from phaodai.response.quarantine.rules import deserves_draft
from phaodai.response.quarantine.services import draft_quarantines
from phaodai.response.tracing.events import ContactsListed
from phaodai.response.tracing.models import Contact
from phaodai.response.tracing.terms import ContactState


@step(ContactsListed, "drafts", _("Orders are drafted for the closest candidates"))
def the_closest_get_a_draft(event: ContactsListed) -> None:
    """Household, declared, or a high score (policy): drafts that nobody can confirm before verification."""
    case = case_of(event.case_id)
    if case.status != CaseStatus.CONFIRMED:
        return
    listed = _first_tier_of(case)
    close = [one for one in listed if one.state == ContactState.VERIFIED or _is_close(one, case)]
    draft_quarantines(contacts=close, case=case, by=SYSTEM_ACTOR)


def _first_tier_of(case: Case) -> list[Contact]:
    waiting = Contact.objects.filter(
        exposures__case=case,
        exposures__withdrawn_at__isnull=True,
        tier=1,
        state__in=[ContactState.CANDIDATE, ContactState.VERIFIED],
    )
    return list(waiting.select_related("person").prefetch_related("exposures").order_by("pk").distinct())


def _is_close(contact: Contact, case: Case) -> bool:
    threshold = policy.get("quarantine.draft_threshold").value
    live = [one for one in contact.exposures.all() if one.case_id == case.pk and one.withdrawn_at is None]
    return deserves_draft(
        (one.kind for one in live), max((one.score for one in live), default=0.0), threshold
    )
