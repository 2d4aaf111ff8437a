"""What cases hold about a person, and how a case's number leads to them."""

from django.utils.translation import gettext_lazy as _

from phaodai.core.holdings import Holding, finder, register
from phaodai.response.cases.models import Case


@finder
def by_case(text: str) -> list[int]:
    """By the whole number of a case."""
    return list(Case.objects.filter(code__iexact=text.strip()).values_list("person", flat=True)[:2])


register(
    Holding(
        "cases.Case", "person", _("Cases"), is_vital=True,
        columns=(
            (_("Number"), "code"), (_("Status"), "status"), (_("Reported"), "reported_at"),
            (_("Confirmed"), "confirmed_at"), (_("Symptom onset"), "symptom_onset"),
            (_("Infectious from"), "infectious_from"), (_("Infectious until"), "infectious_to"),
            (_("Isolated"), "isolated_at"), (_("Closed"), "closed_at"),
        ),
    )
)  # fmt: skip
register(
    Holding(
        "cases.CaseEvidence", "case__person", _("Evidence of cases"),
        columns=((_("Method"), "method"), (_("Result"), "value"), (_("Resulted"), "resulted_at")),
    )
)  # fmt: skip
register(
    Holding(
        "cases.CaseStatusChange", "case__person", _("Steps of cases"),
        columns=((_("When"), "occurred_at"), (_("Status"), "to_status"), (_("Reason"), "reason")),
    )
)  # fmt: skip
register(
    Holding(
        "cases.InterviewStop", "case__person", _("Told in the interview: where they were"),
        others=frozenset({"companions"}),
        columns=((_("Day"), "day"), (_("Place"), "place_text"), (_("What they did"), "activity")),
    )
)  # fmt: skip
register(
    Holding(
        "cases.DeclaredContact", "case__person", _("Told in the interview: whom they met"),
        others=frozenset({"name", "phone", "person", "area", "note"}),
        columns=((_("Name"), "name"), (_("Last contact"), "last_contact_on")),
    )
)  # fmt: skip
