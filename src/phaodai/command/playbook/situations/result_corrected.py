"""A result was wrong. What it caused is withdrawn, and everybody who had been told must hear of it."""

from django.utils.translation import gettext_lazy as _

from phaodai.command.playbook.situations.finding import result_of
from phaodai.command.playbook.situations.results import open_cases, order_follow_ups
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.events import step
from phaodai.response.cases.models import Case
from phaodai.response.cases.services import withdraw_evidence
from phaodai.response.testing.events import ResultCorrected
from phaodai.response.testing.services import withdraw_test_orders


@step(ResultCorrected, "evidence", _("The wrong result no longer speaks for a case; the right one does"))
def the_case_becomes_what_is_left(event: ResultCorrected) -> None:
    """With nothing left the case is discarded, which withdraws contacts, orders and tests in its turn."""
    right = result_of(event.new_result_id)
    for case in Case.objects.filter(evidence__result_id=event.old_result_id).distinct():
        withdraw_evidence(
            case=case, result_id=event.old_result_id, reason=right.correction_reason, by=SYSTEM_ACTOR
        )
    open_cases(right)


@step(
    ResultCorrected,
    "follow_up",
    _("Tests the wrong result asked for are withdrawn, those of the right one ordered"),
)
def who_must_be_sampled_is_another(event: ResultCorrected) -> None:
    """Orders that the result in force no longer asks for fall away."""
    right = result_of(event.new_result_id)
    withdraw_test_orders(source_tube=right.tube, by=SYSTEM_ACTOR)
    order_follow_ups(right)
