"""What the register holds about a person, and how a number leads to them."""

from django.utils.translation import gettext_lazy as _

from phaodai.city.people.models import Identifier, Person
from phaodai.city.people.rules import BadPhone, normalize_phone
from phaodai.core.codes import normalize_code
from phaodai.core.holdings import Holding, declare, finder, register, subject_is

subject_is("people.Person")


@finder
def by_number(text: str) -> list[int]:
    """By a whole number of a paper, or a whole telephone number."""
    value = normalize_code(text).replace("-", "")
    found = list(Identifier.objects.filter(value=value).values_list("person", flat=True)[:3]) if value else []
    try:
        phone = normalize_phone(text)
    except BadPhone:
        return found
    return found + list(Person.objects.filter(phone=phone).values_list("pk", flat=True)[:3])


TECHNICAL = frozenset({"id", "sort_key", "search_key", "subject_no"})

register(
    Holding(
        "people.Person", "pk", _("Identity"), is_vital=True, omit=TECHNICAL,
        columns=(
            (_("Full name"), "full_name"), (_("Born"), "birth_on"), (_("Year of birth"), "birth_year"),
            (_("Sex"), "sex"), (_("Telephone"), "phone"), (_("Address"), "address"), (_("Area"), "area"),
            (_("Occupation"), "occupation"), (_("Nationality"), "nationality"),
        ),
    )
)  # fmt: skip
register(
    Holding(
        "people.Identifier", "person", _("Papers"), is_vital=True,
        columns=((_("Kind"), "kind"), (_("Number"), "value")),
    )
)  # fmt: skip
register(
    Holding(
        "people.PersonPhone",
        "person",
        _("Further telephones"),
        columns=((_("Number"), "number"), (_("Note"), "note")),
    )
)
register(
    Holding(
        "people.Residence", "person", _("Residences"),
        columns=((_("Kind"), "kind"), (_("Address"), "address"), (_("Area"), "area"), (_("From – until"), "valid")),
    )
)  # fmt: skip
register(
    Holding(
        "people.Affiliation", "person", _("Work and school"),
        columns=((_("Kind"), "kind"), (_("Place"), "place"), (_("Group"), "group"), (_("From – until"), "valid")),
    )
)  # fmt: skip
register(
    Holding(
        "people.Custody", "person", _("Who looked after them for a time"),
        columns=((_("Area"), "area"), (_("Organisation"), "organization"), (_("From – until"), "valid")),
    )
)  # fmt: skip
register(
    Holding(
        "people.PostHolding",
        "person",
        _("Posts"),
        columns=((_("Post"), "post"), (_("From – until"), "valid")),
    )
)
register(
    Holding(
        "people.Household",
        "members",
        _("Household"),
        columns=((_("Code"), "code"), (_("Address"), "address")),
    )
)
declare(
    "people.PersonAlias",
    "two records of one person: each record is told under its own name, the pairing says no more",
)
