"""Why a file cannot be read: a code and what belongs into its sentence."""

from typing import Any


class Unreadable(Exception):
    """The file is refused as a whole; the sentences are in `core.exchange.refusals`."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params
