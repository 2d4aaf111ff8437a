"""What chains hold about a person: whom they were infected by is somebody else's record, masked."""

from django.utils.translation import gettext_lazy as _

from phaodai.core.holdings import Holding, declare, register

register(
    Holding(
        "outbreaks.ClusterCase", "case__person", _("In clusters"),
        columns=((_("When"), "added_at"), (_("Reason"), "reason")),
    )
)  # fmt: skip
register(
    Holding(
        "outbreaks.TransmissionLink", "infected__person", _("Source of infection, as concluded"),
        others=frozenset({"infector", "path", "where"}),
        columns=((_("State"), "state"), (_("When"), "concluded_at")),
    )
)  # fmt: skip
declare(
    "outbreaks.LinkDecision",
    "the steps of a link between two people; the link itself is told to the infected one",
)
