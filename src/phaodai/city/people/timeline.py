"""What happened to a person's identity and homes."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from phaodai.city.people import queries
from phaodai.core import clock
from phaodai.core.timeline import TimelineEntry, TimelineSource, register


def _words() -> dict[str, str]:
    return {
        "person.registered": _("Registered"),
        "person.edited": _("Corrected"),
        "merge.proposed": _("Proposed to be merged with another record"),
        "merge.approved": _("Merged with another record"),
        "merge.refused": _("Not merged: two people"),
        "merge.undone": _("Taken apart from another record"),
        "identifier.added": _("Number of a paper added"),
        "identifier.removed": _("Number of a paper removed"),
        "custody.given": _("Looked after by %(keeper)s"),
        "custody.ended": _("No longer looked after by %(keeper)s"),
    }


def entries(person_id: int, user: Any) -> Iterator[TimelineEntry]:
    """Deeds about the identity, and each home from its first day."""
    words = _words()
    for deed in queries.deeds_about(person_id):
        text = words[deed.action] % {"keeper": deed.data.get("keeper", "")}
        yield TimelineEntry(
            deed.occurred_at, text, by=" · ".join(filter(None, (deed.actor_name, deed.reason)))
        )
    for home in queries.homes_of(person_id):
        place = home.address or (home.area.name if home.area else "")
        url = reverse("areas:area", args=[home.area.uuid]) if home.area else ""
        yield TimelineEntry(clock.at_local(home.valid.lower), f"{home.get_kind_display()}: {place}", url=url)


register(TimelineSource(code="people", capability="people.view", entries=entries))
