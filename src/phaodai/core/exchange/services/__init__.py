"""Imports as they are sent in, decided about, worked off and taken back."""

from phaodai.core.exchange.services.deciding import (
    cancel_import,
    choose_columns,
    choose_sheet,
    undo_import,
    write_import,
)
from phaodai.core.exchange.services.forgetting import forget_old_imports
from phaodai.core.exchange.services.sending import send_file
from phaodai.core.exchange.services.working import advance_import

__all__ = [
    "advance_import",
    "cancel_import",
    "choose_columns",
    "choose_sheet",
    "forget_old_imports",
    "send_file",
    "undo_import",
    "write_import",
]
