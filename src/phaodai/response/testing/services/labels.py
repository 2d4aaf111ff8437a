"""Labels: tubes that have a code and nobody in them yet."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from phaodai.city.areas.models import Area
from phaodai.city.organizations.models import Organization
from phaodai.core.audit.services import log_action
from phaodai.core.codes import make_code
from phaodai.response.testing.errors import Refused
from phaodai.response.testing.models import Tube
from phaodai.response.testing.services.locking import require
from phaodai.response.testing.terms import Method

MOST_LABELS = 300
PREFIX = "M"


def _next_numbers(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('testing_tube_number') FROM generate_series(1, %s)", [count])
        return [row[0] for row in cursor.fetchall()]


def _require_area(by: Any, area: Area) -> None:
    if not by.reach("tests.sample").covers(area.pk):
        raise PermissionDenied


@transaction.atomic
def label_tubes(
    *,
    count: int,
    area: Area,
    by: Any,
    method: str = Method.PCR,
    laboratory: Organization | None = None,
) -> list[Tube]:
    """Make ``count`` labelled tubes for an area, with running numbers that are never used again.

    ``method`` is only what is expected; sampling decides.

    Raises:
        PermissionDenied: ``by`` may not sample in this area.
        Refused: more than 300 at a time.
    """
    require(by, "tests.sample")
    _require_area(by, area)
    if not 0 < count <= MOST_LABELS:
        raise Refused("too_many", most=MOST_LABELS)
    codes = [make_code(PREFIX, number) for number in _next_numbers(count)]
    tubes = Tube.objects.bulk_create(
        [Tube(code=code, method=method, area=area, laboratory=laboratory) for code in codes]
    )
    data = {"first": codes[0], "last": codes[-1], "count": count}
    log_action(actor=by, action="label_tubes", subject_type="tube", subject_id=tubes[0].uuid, data=data)
    return tubes


def label_tube(
    *, area: Area, by: Any, method: str = Method.PCR, laboratory: Organization | None = None
) -> Tube:
    """Make one labelled tube. Raises as `label_tubes`."""
    return label_tubes(count=1, area=area, by=by, method=method, laboratory=laboratory)[0]
