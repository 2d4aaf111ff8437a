"""Who is responsible here? By API."""

from typing import Any
from uuid import UUID

from ninja import Router, Schema

from phaodai.city.areas.queries import visible_area
from phaodai.city.duties import queries
from phaodai.city.duties.terms import Job
from phaodai.core import clock
from phaodai.core.access import GuardedRequest, requires
from phaodai.core.access.api import ERRORS

router = Router(tags=["duties"])


class PersonOnDuty(Schema):
    """Somebody who answers: name, office and the number for this duty."""

    name: str
    office: str
    phone: str


class JobOut(Schema):
    """One job of an area; ``from_area`` is the area whose owner answers, null where nobody does."""

    job: Job
    owner: PersonOnDuty | None
    deputies: list[PersonOnDuty]
    from_area: UUID | None


def _person(row: Any) -> dict[str, str]:
    return {"name": row.person.full_name, "office": row.office, "phone": row.phone}


@router.get("/areas/{uuid}", response={200: list[JobOut], **ERRORS}, summary="Who is responsible here")
@requires("responsibility.view")
def responsible_here(request: GuardedRequest, uuid: UUID) -> Any:
    """Every job of an area today; where the area names nobody, the nearest area around it answers."""
    area = visible_area(request.user, uuid)
    return [
        {
            "job": line.job,
            "owner": _person(line.owner) if line.owner else None,
            "deputies": [_person(row) for row in line.deputies],
            "from_area": line.owner.area.uuid if line.owner else None,
        }
        for line in queries.responsible_here(area, clock.today())
    ]
