"""The infectious period is another: the contacts are searched again."""

from django.utils.translation import gettext_lazy as _

from phaodai.command.playbook.situations.finding import case_of
from phaodai.command.playbook.situations.tracing import search_contacts
from phaodai.core.events import step
from phaodai.response.cases.events import InfectiousPeriodChanged


@step(InfectiousPeriodChanged, "candidates", _("Contacts are searched again by the new period"))
def the_contacts_are_searched_again(event: InfectiousPeriodChanged) -> None:
    """Who is found no longer is withdrawn with their draft; who is new waits to be verified."""
    search_contacts(case_of(event.case_id))
