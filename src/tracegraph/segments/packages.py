"""The engine's own packages, asked for at one place: a small city runs without them."""

from importlib import import_module
from types import ModuleType

from tracegraph.segments.errors import EngineMissing

HINT = "run make setup, which installs it"


def load(name: str) -> ModuleType:
    """A module that needs numba or duckdb. Raises `EngineMissing`, one sentence, where they are not there."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name not in {"numba", "llvmlite", "duckdb"}:
            raise
        raise EngineMissing(f"The package {error.name} is not installed; {HINT}.") from None
