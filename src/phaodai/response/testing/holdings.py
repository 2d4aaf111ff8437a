"""What the laboratories hold about a person. A pool's result is nobody's: it is told with its tube."""

from django.utils.translation import gettext_lazy as _

from phaodai.core.holdings import Holding, register

register(
    Holding(
        "testing.TestOrder", "person", _("Tests ordered"), others=frozenset({"source_tube"}),
        columns=((_("When"), "ordered_at"), (_("Method"), "method"), (_("Reason"), "reason"), (_("State"), "state")),
    )
)  # fmt: skip
register(Holding("testing.TubeMember", "person", _("In tubes"), columns=((_("Tube"), "tube.code"),)))
register(
    Holding(
        "testing.Tube", "members__person", _("Tubes"),
        columns=((_("Tube"), "code"), (_("Method"), "method"), (_("Taken"), "taken_at"), (_("State"), "state")),
    )
)  # fmt: skip
register(
    Holding(
        "testing.TestResult", "tube__members__person", _("Results of tubes"), is_vital=True,
        columns=(
            (_("Tube"), "tube.code"), (_("Method"), "tube.method"), (_("Result"), "value"),
            (_("Resulted"), "resulted_at"), (_("In force"), "is_current"),
        ),
    )
)  # fmt: skip
