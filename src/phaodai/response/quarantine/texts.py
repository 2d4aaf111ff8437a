"""Why something may not be done, in sentences for people."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from phaodai.response.quarantine.rules import Refusal, Unmet


def refusal_text(why: Refusal) -> str:
    """Why a move is not legal."""
    return {
        Refusal.WRONG_STATE: _("The order is in another state by now. Reload the page."),
        Refusal.CONTACT_NOT_VERIFIED: _("The contact has not been verified as F1. Verify the contact first."),
        Refusal.CASE_NOT_LIVE: _("The case is closed or discarded; there is nothing to isolate for."),
        Refusal.CONFIRMER_SIGNS: _("Whoever confirmed an order may not sign it."),
    }[why]


def missing_parts(unmet: Unmet) -> list[str]:
    """What is missing before the end, one phrase each."""
    parts = []
    if unmet.case_is_live:
        parts.append(_("the case has not been closed"))
    if unmet.days_left:
        parts.append(_("%(days)s days are left") % {"days": unmet.days_left})
    if unmet.tests_missing:
        parts.append(_("no negative result for %(days)s") % {"days": days_text(unmet.tests_missing)})
    return parts


def unmet_text(unmet: Unmet) -> str:
    """What is missing, in one sentence."""
    what = "; ".join(missing_parts(unmet))
    return _("Not all conditions are met: %(what)s. Give a reason to end it all the same.") % {"what": what}


def days_text(days: Sequence[date]) -> str:
    """ "11/9, 17/9"."""
    return ", ".join(f"{day.day}/{day.month}" for day in days)
