"""The typed environment: every variable the project reads, in one place."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
TRACE_ENGINES = ("sql", "segments")


@dataclass(frozen=True)
class Environment:
    """What the operator decides. See docs/operations.md for the meaning of each."""

    home: Path
    port: int
    demo: bool
    database_url: str
    realdata: Path
    secret_key: str
    allowed_hosts: list[str]
    metrics_token: str
    trace_engine: str
    map_tiles: str
    map_tiles_credit: str
    webhook_loopback: bool
    oidc: str
    smtp_url: str
    mail_from: str


def read_environment() -> Environment:
    """Read the process environment once; paths are absolute afterwards."""
    return Environment(
        home=Path(os.environ.get("PHAODAI_HOME", ROOT / "var")).resolve(),
        port=int(os.environ.get("PHAODAI_PORT", "8000")),
        demo=os.environ.get("PHAODAI_DEMO", "1") == "1",
        database_url=os.environ.get("DATABASE_URL", ""),
        realdata=Path(os.environ.get("PHAODAI_REALDATA", ROOT.parent / "shared")).resolve(),
        secret_key=os.environ.get("PHAODAI_SECRET_KEY", ""),
        allowed_hosts=os.environ.get("PHAODAI_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(","),
        metrics_token=os.environ.get("PHAODAI_METRICS_TOKEN", ""),
        trace_engine=trace_engine(os.environ.get("PHAODAI_TRACE_ENGINE", "") or "sql"),
        map_tiles=tile_address(os.environ.get("PHAODAI_MAP_TILES", "")),
        map_tiles_credit=os.environ.get("PHAODAI_MAP_TILES_CREDIT", ""),
        webhook_loopback=os.environ.get("PHAODAI_WEBHOOK_LOOPBACK", "0") == "1",
        oidc=os.environ.get("PHAODAI_OIDC", ""),
        smtp_url=os.environ.get("PHAODAI_SMTP_URL", ""),
        mail_from=os.environ.get("PHAODAI_MAIL_FROM", "phaodai@localhost"),
    )


def tile_address(template: str) -> str:
    """The address of a tile server, ``https://host/{z}/{x}/{y}.png``; empty: maps draw their own boundaries only."""
    if template and not (urlsplit(template).hostname and all(f"{{{key}}}" in template for key in "zxy")):
        raise ValueError(
            f"PHAODAI_MAP_TILES must be like https://host/{{z}}/{{x}}/{{y}}.png, not {template!r}."
        )
    return template


def tile_origin(template: str) -> str:
    """The only place outside that pages may then load pictures from."""
    parts = urlsplit(template)
    return f"{parts.scheme}://{parts.netloc}"


def trace_engine(name: str) -> str:
    """``sql`` or ``segments`` (docs/tracing.md says from which size)."""
    if name not in TRACE_ENGINES:
        raise ValueError(f"PHAODAI_TRACE_ENGINE must be one of {', '.join(TRACE_ENGINES)}, not {name!r}.")
    return name


def database_settings(url: str) -> dict[str, object]:
    """Django's DATABASES entry for ``postgresql://user:password@host:port/name``.

    A host that begins with ``/`` (percent-encoded or as ``?host=``) is a socket folder.
    """
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "phaodai",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5},
    }


def mail_settings(url: str) -> dict[str, object]:
    """Django's EMAIL_… for ``smtp://user:password@host:port`` (STARTTLS) or ``smtps://`` (TLS); "" is no mail."""
    parts = urlsplit(url)
    return {
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
    }
