"""What the roster holds about a person."""

from django.utils.translation import gettext_lazy as _

from phaodai.core.holdings import Holding, register

register(
    Holding(
        "duties.Responsibility", "person", _("Responsibilities"),
        columns=((_("Area"), "area"), (_("Job"), "job"), (_("From – until"), "valid"), (_("Document"), "document")),
    )
)  # fmt: skip
register(
    Holding(
        "duties.Shift", "person", _("Shifts"),
        columns=((_("Organisation"), "organization"), (_("From – until"), "during")),
    )
)  # fmt: skip
