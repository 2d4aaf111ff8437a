"""One finding of the doctor, as every check returns it."""

from dataclasses import asdict, dataclass
from typing import Any

OK, WARN, FAIL = "ok", "warn", "fail"
EXIT = {OK: 0, WARN: 1, FAIL: 2}


@dataclass(frozen=True)
class Finding:
    """``code`` names the check, ``state`` is ok, warn or fail; the texts say what is and what to do."""

    code: str
    state: str
    vi: str
    en: str

    def as_document(self) -> dict[str, Any]:
        """The finding as ``--json`` prints it."""
        return asdict(self)


def worst(findings: list[Finding]) -> str:
    """The state of the whole."""
    return max((finding.state for finding in findings), key=EXIT.__getitem__, default=OK)
