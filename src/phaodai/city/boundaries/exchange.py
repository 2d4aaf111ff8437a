"""``phaodai import boundaries FILE``."""

from typing import Any

from phaodai.city.boundaries.rules.reading import Fault, Unreadable
from phaodai.city.boundaries.services import import_boundaries
from phaodai.city.boundaries.terms import BoundaryProblem
from phaodai.core.commands import WrongInput
from phaodai.core.exchange import ImportResult, RowError, importer


def in_both_languages(fault: Fault) -> str:
    """One sentence in Vietnamese, the same in English."""
    problem = BoundaryProblem(fault.code)
    return " / ".join(text.format(detail=fault.detail) for text in (problem.label_vi, problem.label_en))


@importer("boundaries")
def import_boundary_file(*, content: bytes, dry_run: bool, by: Any, name: str = "") -> ImportResult:
    """Store the boundaries of a GeoJSON file; the day it describes is read off its names and codes."""
    try:
        outcome = import_boundaries(content=content, name=name or "phaodai import", by=by, dry_run=dry_run)
    except Unreadable as refusal:
        raise WrongInput(in_both_languages(refusal.fault)) from None
    rejected = [
        RowError(fault.row, "geometry", fault.code, in_both_languages(fault)) for fault in outcome.faults
    ]
    return ImportResult(outcome.rows, outcome.accepted, outcome.duplicates, rejected)
