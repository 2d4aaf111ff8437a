"""The engine's own packages, asked for at one place: a small city runs without them."""

from importlib import import_module
from types import ModuleType

from tracegraph.segments.errors import EngineMissing

HINT = "run make setup, which installs it"


def load(name: str) -> ModuleType:
    """A module that needs numba or duckdb. Raises `EngineMissing`, one sentence, where they cannot be used."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name not in {"numba", "llvmlite", "duckdb"}:
            raise
        raise EngineMissing(f"The package {error.name} is not installed; {HINT}.") from None
    except RuntimeError as error:
        # numba, where neither the package's folder nor the user's can be written.
        if "cannot cache" not in str(error):
            raise
        raise EngineMissing("The compiled kernels cannot be kept; set NUMBA_CACHE_DIR to a folder.") from None
