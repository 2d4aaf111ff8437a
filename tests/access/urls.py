"""Every address of the system, taken from the resolver: nobody has to list them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
THEIRS = ("account/", "i18n/", "static/")


@dataclass(frozen=True)
class Address:
    """One address; ``fill`` puts an id into every parameter.

    A second parameter that names its kind (``stay_uuid``) takes the known id of that kind.
    """

    path: str
    view: Any

    @property
    def parameters(self) -> list[tuple[str, str]]:
        return [(match["kind"] or "str", match["name"]) for match in PARAMETER.finditer(self.path)]

    @property
    def capability(self) -> str:
        return getattr(self.view, "capability", "") or "api"

    def fill(self, value: Any, known: dict[str, Any] | None = None) -> str:
        """``known`` has ids by kind; ``module:kind`` goes before ``kind``."""
        module, ids = self.path.split("/")[0], known or {}

        def put(match: re.Match[str]) -> str:
            before = self.path[: match.start()].rstrip("/").split("/")[-1]
            kind = before if match["kind"] == "int" else match["name"].removesuffix("_uuid")
            return str(ids.get(f"{module}:{kind}", ids.get(kind, value)))

        return "/" + PARAMETER.sub(put, self.path)


def _walk(resolver: URLResolver, prefix: str = "") -> Iterator[Address]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, path)
        elif isinstance(entry, URLPattern):
            yield Address(path.replace("\\Z", "").replace("^", "").replace("$", ""), entry.callback)


def all_addresses() -> list[Address]:
    """Ours only: the sign-in pages of allauth belong to allauth."""
    return [address for address in _walk(get_resolver()) if not address.path.startswith(THEIRS)]
