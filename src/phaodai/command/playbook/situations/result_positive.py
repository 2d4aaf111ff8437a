"""A laboratory has entered a result."""

from django.utils.translation import gettext_lazy as _

from phaodai.command.playbook.situations.finding import result_of
from phaodai.command.playbook.situations.results import open_cases, order_follow_ups
from phaodai.core.events import step
from phaodai.response.testing.events import ResultRecorded


@step(ResultRecorded, "case", _("A positive result of one person opens or confirms their case"))
def a_positive_result_makes_a_case(event: ResultRecorded) -> None:
    """Antigen makes a suspicion, PCR confirms, by the definition in force. A pool's positive is nobody's."""
    open_cases(result_of(event.result_id))


@step(ResultRecorded, "follow_up", _("A positive pool is unpooled, a positive antigen test is confirmed"))
def who_must_be_sampled_again_is_ordered(event: ResultRecorded) -> None:
    """Each member of a positive pool waits for a test of their own; nobody of them is positive."""
    order_follow_ups(result_of(event.result_id))
