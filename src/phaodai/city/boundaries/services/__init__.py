"""Writing boundaries."""

from phaodai.city.boundaries.services.imports import BoundaryOutcome, import_boundaries, undo_import

__all__ = ["BoundaryOutcome", "import_boundaries", "undo_import"]
