"""What investigation reports hold about a person; whom they name beside the patient is withheld."""

from django.utils.translation import gettext_lazy as _

from phaodai.core.holdings import Holding, register

register(
    Holding(
        "investigations.InvestigationReport", "case__person", _("Reports about their cases"),
        others=frozenset({"sections", "changes"}),
        columns=((_("When"), "made_at"), (_("Conclusion"), "conclusion")),
    )
)  # fmt: skip
