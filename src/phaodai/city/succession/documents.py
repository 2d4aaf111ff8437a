"""The answers of command and API about areas through time, as plain documents."""

from typing import Any

from phaodai.city.areas.models import Area
from phaodai.city.succession.models import AreaSuccession
from phaodai.city.succession.queries import Resolution


def area_document(area: Area) -> dict[str, Any]:
    """An area by code, with the days it exists."""
    return {
        "uuid": str(area.uuid), "code": area.code, "level": area.level, "name": area.name,
        "valid_from": area.valid.lower, "valid_to": area.valid.upper,
    }  # fmt: skip


def step_document(link: AreaSuccession) -> dict[str, Any]:
    """One predecessor and successor of a change."""
    change = link.change
    return {
        "on": change.effective_on, "kind": change.kind, "decree": change.decree, "source": change.source,
        "confirmed": change.is_confirmed, "from": link.predecessor.code, "from_name": link.predecessor.name,
        "to": link.successor.code if link.successor else None, "to_name": link.successor.name if link.successor else None,
        "share": None if link.share is None else float(link.share),
    }  # fmt: skip


def resolution_document(found: Resolution) -> dict[str, Any]:
    """What an area is on a day. A share of null is unknown: nobody declared how many people went where."""
    return {
        "area": area_document(found.area),
        "at": found.day,
        "status": found.fate.value,
        "areas": [
            {**area_document(part.area), "share": None if part.share is None else float(part.share)} for part in found.parts
        ],
        "path": [step_document(link) for link in found.steps],
        "unresolved": [
            {"code": gap.area.code, "name": gap.area.name, "on": gap.effective_on, "reason": gap.reason}
            for gap in found.gaps
        ],
    }  # fmt: skip
