"""What was told to others about a person."""

from django.utils.translation import gettext_lazy as _

from phaodai.core.holdings import Holding, register

register(
    Holding(
        "disclosures.Told", "person_id", _("Told to others"), omit=frozenset({"id", "told_by_id"}),
        columns=(
            (_("When"), "occurred_at"), (_("To whom"), "audience"), (_("How"), "channel"), (_("What"), "summary"),
            (_("Put right"), "retracted_at"),
        ),
    )
)  # fmt: skip
