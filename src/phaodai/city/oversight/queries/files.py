"""Files of people for the screens."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from phaodai.city.oversight.models import PersonFile
from phaodai.core.access import get_visible_or_404

MAKING = "oversight.file"
SORTS = {"asked": ("pk",), "name": ("person__sort_key", "pk"), "state": ("state", "pk")}


def list_files(user: Any, *, state: str = "", sort: str = "-asked") -> "QuerySet[PersonFile]":
    """Files in reach, filtered and sorted."""
    rows = PersonFile.objects.visible_to(user, MAKING).select_related("person", "area")
    if state:
        rows = rows.filter(state=state)
    fields = SORTS.get(sort.removeprefix("-"), SORTS["asked"])
    return rows.order_by(*(("-" if sort.startswith("-") else "") + field for field in fields))


def file_for(user: Any, uuid: UUID) -> PersonFile:
    """One file in reach (Http404 else)."""
    rows = PersonFile.objects.select_related("person", "area")
    found: PersonFile = get_visible_or_404(rows, user, MAKING, uuid=uuid)
    return found
