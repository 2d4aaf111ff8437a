"""A city without the engine's packages is told so in one sentence."""

import pytest

from tracegraph.segments import packages
from tracegraph.segments.errors import EngineMissing


def refusing(error: Exception):
    def load(name: str):
        raise error

    return load


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ModuleNotFoundError("no", name="numba"), "The package numba is not installed; run make setup"),
        (RuntimeError("cannot cache function 'f': no locator"), "set NUMBA_CACHE_DIR to a folder"),
    ],
)
def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch, error: Exception, sentence: str) -> None:
    monkeypatch.setattr(packages, "import_module", refusing(error))
    with pytest.raises(EngineMissing, match=sentence):
        packages.load("tracegraph.segments.kernels")


@pytest.mark.parametrize("error", [ModuleNotFoundError("no", name="colour"), RuntimeError("else")])
def test_any_other_fault_is_not_hidden(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    monkeypatch.setattr(packages, "import_module", refusing(error))
    with pytest.raises(type(error)):
        packages.load("tracegraph.segments.kernels")
