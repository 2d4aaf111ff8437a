"""Identity providers people may sign in with, from one TOML file (PHAODAI_OIDC); see docs/access.md."""

import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

NEEDED = ("id", "name", "server", "client_id")


class OidcUnreadable(ValueError):
    """The file cannot be used; the message says why in one sentence."""


def read_providers(path: str) -> list[dict[str, Any]]:
    """The ``[[provider]]`` tables of the file as allauth's apps; no path, no providers.

    Raises:
        OidcUnreadable: no such file, not TOML, or a table that lacks something.
    """
    if not path:
        return []
    try:
        document = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise OidcUnreadable(f"PHAODAI_OIDC: {path} cannot be read: {error}") from None
    return [_app(table) for table in document.get("provider", [])]


def _app(table: dict[str, Any]) -> dict[str, Any]:
    if missing := [name for name in NEEDED if not table.get(name)]:
        raise OidcUnreadable(f"PHAODAI_OIDC: a provider lacks {', '.join(missing)}")
    return {
        "provider_id": table["id"],
        "name": table["name"],
        "client_id": table["client_id"],
        "secret": table.get("client_secret", ""),
        "settings": {
            "server_url": table["server"],
            "fetch_userinfo": False,
            "oauth_pkce_enabled": True,
            "scope": table.get("scope", ["openid"]),
            "auth_params": {"acr_values": table["acr_values"]} if table.get("acr_values") else {},
        },
    }


def origins(apps: list[dict[str, Any]], more: list[str] | None = None) -> list[str]:
    """Where the sign-in form leads in the end: browsers hold redirects of a form to the same list."""
    servers = [urlsplit(app["settings"]["server_url"]) for app in apps]
    return sorted({f"{server.scheme}://{server.netloc}" for server in servers} | set(more or []))
