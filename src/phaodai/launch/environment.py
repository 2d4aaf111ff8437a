"""What the operator decides, read once from the environment. docs/operations.md explains each variable."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from phaodai.launch.faults import Fault, wrong_setting

PACKAGE = Path(__file__).resolve().parents[1]
CHECKOUT = PACKAGE.parents[1]
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Environment:
    """The decisions. ``database_url`` is empty where PostgreSQL is ours to start."""

    home: Path
    host: str
    port: int
    demo: bool
    database_url: str
    postgresql: str
    settings: str

    @property
    def web(self) -> str:
        """The address to open in a browser."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def read_environment(environ: Mapping[str, str] = os.environ) -> Environment:
    """Read the variables; raises Fault for a value that cannot be meant."""
    host = environ.get("PHAODAI_HOST", "") or "127.0.0.1"
    return Environment(
        home=Path(environ.get("PHAODAI_HOME", "") or default_home()).absolute(),
        host=host,
        port=_read_port(environ.get("PHAODAI_PORT", "") or "8000"),
        demo=_read_choice("PHAODAI_DEMO", environ.get("PHAODAI_DEMO", "") or "1", ("0", "1")) == "1",
        database_url=_read_database_url(environ.get("DATABASE_URL", "")),
        postgresql=_read_choice(
            "PHAODAI_POSTGRES", environ.get("PHAODAI_POSTGRES", ""), ("", "system", "wheel")
        ),
        settings=environ.get("DJANGO_SETTINGS_MODULE", "") or default_settings(host),
    )


def default_home() -> Path:
    """``var/`` of the checkout, or of the working folder where Pháo Đài is installed as a wheel."""
    in_checkout = (CHECKOUT / "pyproject.toml").is_file()
    return (CHECKOUT if in_checkout else Path.cwd()) / "var"


def default_settings(host: str) -> str:
    """Loopback is a laptop; anything reachable from outside stands behind TLS."""
    return "config.settings.dev" if host in LOOPBACK else "config.settings.prod"


def _read_port(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text) < 65_536:
        return int(text)
    raise wrong_setting("PHAODAI_PORT", text, "số từ 1 đến 65535", "a number from 1 to 65535")


def _read_choice(name: str, text: str, choices: tuple[str, ...]) -> str:
    if text in choices:
        return text
    wanted = "|".join(choice for choice in choices if choice)
    raise wrong_setting(name, text, wanted, wanted)


def _read_database_url(text: str) -> str:
    if not text or text.startswith(("postgresql://", "postgres://")):
        return text
    # The value may hold a password, so it is not repeated.
    raise Fault(
        "DATABASE_URL phải có dạng postgresql://người-dùng:mật-khẩu@máy:cổng/tên.",
        "DATABASE_URL must read postgresql://user:password@host:port/name.",
    )
