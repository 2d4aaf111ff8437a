"""In whose name a list or report is made: the office of the grant under which somebody prints it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from phaodai.city.accounts.permissions import capabilities_of
from phaodai.city.areas.models import Area
from phaodai.city.organizations.models import Organization
from phaodai.core.documents.words import bare_name, in_sentence, long_day


@dataclass(frozen=True)
class Office:
    """An office as the head of a paper names it."""

    name: str
    above: str
    area: Area | None

    def heading(self, day: date | None, number: str = "") -> dict[str, str]:
        """The head of a paper of this office."""
        return {
            "office_above": self.above,
            "office": self.name,
            "number": number,
            "place_and_date": f"{self.city}, {long_day(day)}",
        }

    @property
    def city(self) -> str:
        """Where it sits, without the common noun: "Hà Nội"."""
        area = self.area
        while area is not None and area.parent is not None:
            area = area.parent
        return bare_name(area.name) if area else "………"


def office_for(user: Any, capability: str, area: Area | None = None) -> Office:
    """The office under whose grant ``user`` holds the capability; the committee of ``area`` where one is asked for."""
    grants = [grant for grant in user.live_grants if capability in capabilities_of(grant.role)]
    office = next((grant.organization for grant in grants if grant.organization), None)
    if office is not None:
        return office_of(office)
    where = area or next((grant.area for grant in grants if grant.area), None) or top_area()
    return committee_office(where)


def office_of(organization: Organization) -> Office:
    """An organisation with what stands above it."""
    above = organization.parent.name if organization.parent else ""
    if not above and organization.area and organization.area.parent:
        above = f"UBND {in_sentence(organization.area.parent.name)}"
    return Office(organization.name, above, organization.area)


def committee_office(area: Area | None) -> Office:
    """The people's committee of an area."""
    if area is None:
        return Office("Cơ quan lập danh sách", "", None)
    above = f"UBND {in_sentence(area.parent.name)}" if area.parent else ""
    return Office(f"Ủy ban nhân dân {in_sentence(area.name)}", above, area)


def top_area() -> Area | None:
    """The area that has none above it."""
    return Area.objects.filter(parent=None).order_by("pk").first()
