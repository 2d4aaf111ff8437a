"""Reading boundaries and what is drawn of them."""

from phaodai.city.boundaries.queries.files import (
    Coverage,
    boundary_files,
    coverage,
    current_boundaries,
    visible_file,
)
from phaodai.city.boundaries.queries.sheets import Sheet, sheet_body, sheet_of

__all__ = [
    "Coverage",
    "Sheet",
    "boundary_files",
    "coverage",
    "current_boundaries",
    "sheet_body",
    "sheet_of",
    "visible_file",
]
