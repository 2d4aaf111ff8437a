"""The patient told where they were and whom they met."""

from django.utils.translation import gettext_lazy as _

from phaodai.command.playbook.situations.finding import case_of
from phaodai.command.playbook.situations.tracing import search_contacts
from phaodai.core.events import step
from phaodai.response.cases.events import InterviewSaved


@step(InterviewSaved, "candidates", _("Contacts are searched again with what was told"))
def what_was_told_is_searched(event: InterviewSaved) -> None:
    """Lists go out progressively: each search adds to the one before."""
    search_contacts(case_of(event.case_id))
