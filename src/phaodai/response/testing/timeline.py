"""What happened to a person in testing."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from phaodai.city.people.models import Person
from phaodai.core.timeline import TimelineEntry, TimelineSource, register
from phaodai.response.testing import rules
from phaodai.response.testing.models import TubeMember
from phaodai.response.testing.queries.panels import memberships_of, reachable
from phaodai.response.testing.terms import Method


def entries(person_id: int, user: Any) -> Iterator[TimelineEntry]:
    """Samples and results of a person whose tests ``user`` may see; a tube out of reach has no link."""
    if not Person.objects.visible_to(user, "tests.view").filter(pk=person_id).exists():
        return
    members = memberships_of(person_id, limit=50)
    openable = reachable(user, [member.tube_id for member in members])
    for member in members:
        url = reverse("testing:tube", args=[member.tube.uuid]) if member.tube_id in openable else ""
        yield from _of_tube(member, url)


def _of_tube(member: TubeMember, url: str) -> Iterator[TimelineEntry]:
    tube, value = member.tube, getattr(member, "value", "")
    method = Method(tube.method).label
    if tube.taken_at:
        text = _("Sample taken: %(method)s, %(tube)s") % {"method": method, "tube": tube.code}
        yield TimelineEntry(tube.taken_at, text, url, tube.taken_by_name)
    if value and tube.resulted_at:
        standing = rules.meaning_of(tube.method, value)
        yield TimelineEntry(
            tube.resulted_at,
            _("Result of %(tube)s: %(standing)s") % {"tube": tube.code, "standing": standing.label},
            url,
            is_major=standing in rules.EVIDENCE,
        )


register(TimelineSource("testing", "tests.view", entries))
