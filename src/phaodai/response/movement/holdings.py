"""What the ledger of visits holds about a person."""

from django.utils.translation import gettext_lazy as _

from phaodai.core.holdings import Holding, register

register(
    Holding(
        "movement.Visit", "person_id", _("Visits"), omit=frozenset({"recorded_by_id"}),
        columns=((_("Place"), "place_id"), (_("From"), "start_at"), (_("Until"), "end_at"), (_("Source"), "source")),
    )
)  # fmt: skip
