"""What orders and sites hold about a person."""

from django.utils.translation import gettext_lazy as _

from phaodai.core.holdings import Holding, register

register(
    Holding(
        "quarantine.QuarantineOrder", "person", _("Quarantine orders"), is_vital=True,
        others=frozenset({"contact"}),
        columns=(
            (_("Number"), "number"), (_("Kind"), "kind"), (_("State"), "state"), (_("Address"), "address"),
            (_("From"), "starts_at"), (_("Until"), "ends_on"), (_("Signed"), "signed_at"),
        ),
    )
)  # fmt: skip
register(
    Holding(
        "quarantine.OrderEntry", "order__person", _("Steps of orders"),
        columns=((_("When"), "occurred_at"), (_("State"), "to_state"), (_("Reason"), "reason")),
    )
)  # fmt: skip
register(
    Holding(
        "quarantine.Appeal", "order__person", _("Objections"),
        columns=((_("When"), "filed_at"), (_("Text"), "text"), (_("State"), "state"), (_("Answer"), "answer")),
    )
)  # fmt: skip
register(
    Holding(
        "quarantine.Stay", "person", _("Stays"), is_vital=True,
        columns=((_("Room"), "room"), (_("Bed"), "bed"), (_("From – until"), "during")),
    )
)  # fmt: skip
