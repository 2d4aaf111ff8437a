"""What can be seen from outside the program: Python, packages, disk, database server, clock, backups, settings."""

import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from phaodai.launch.database import check_given_database
from phaodai.launch.doctor.findings import FAIL, OK, WARN, Finding
from phaodai.launch.environment import LOOPBACK, Environment
from phaodai.launch.faults import Fault
from phaodai.launch.home import read_json

PYTHON = (3, 11)
EXTENSIONS = ("btree_gist", "pg_trgm")
PACKAGES = ("@fontsource/be-vietnam-pro", "@fontsource/inter", "zxing-wasm")
ROOM_WARN_MB, ROOM_FAIL_MB = 5_000, 500
SKEW_WARN_S, SKEW_FAIL_S = 2.0, 60.0
BACKUP_WARN, BACKUP_FAIL = timedelta(hours=36), timedelta(days=7)
SECRET_SIGNS = 50


def check_python(version: tuple[int, ...] = sys.version_info[:3]) -> Finding:
    """Python 3.11 or later."""
    name = ".".join(map(str, version[:3]))
    if version >= PYTHON:
        return Finding("python", OK, f"Python {name}", f"Python {name}")
    return Finding(
        "python", FAIL, f"Python {name} quá cũ; hãy cài từ bản 3.11 rồi chạy `make setup`",
        f"Python {name} is too old; install 3.11 or later and run `make setup`",
    )  # fmt: skip


def check_packages(folder: Path) -> Finding:
    """The front-end packages that the pages are served with."""
    missing = [name for name in PACKAGES if not (folder / name).is_dir()]
    if not missing:
        return Finding("packages", OK, "Các gói giao diện đủ", "The front-end packages are there")
    names = ", ".join(missing)
    return Finding(
        "packages", FAIL, f"Thiếu gói giao diện: {names}; hãy chạy `make setup`",
        f"Front-end packages are missing: {names}; run `make setup`",
    )  # fmt: skip


def check_room(home: Path) -> Finding:
    """Free space where the data lie, in MB."""
    try:
        free = shutil.disk_usage(home).free // 1_000_000
    except OSError:
        return Finding(
            "disk", FAIL, f"Không đọc được thư mục dữ liệu {home}; hãy tạo nó hoặc đặt PHAODAI_HOME",
            f"The data folder {home} cannot be read; make it or set PHAODAI_HOME",
        )  # fmt: skip
    vi, en = f"Ổ đĩa còn trống {free} MB", f"{free} MB of the disk are free"
    if free >= ROOM_WARN_MB:
        return Finding("disk", OK, vi, en)
    state = FAIL if free < ROOM_FAIL_MB else WARN
    return Finding("disk", state, f"{vi}; hãy dọn chỗ hoặc thêm ổ đĩa", f"{en}; make room or add a disk")


def check_database(url: str) -> Iterator[Finding]:
    """Reachable, new enough, with its extensions, and agreeing with this machine about the time."""
    try:
        check_given_database(url)
        with psycopg.connect(url, connect_timeout=5) as connection:
            asked = datetime.now(UTC)
            rows = connection.execute("SELECT extname, clock_timestamp() FROM pg_extension").fetchall()
            version = connection.info.server_version
    except Fault as fault:
        yield Finding("database", FAIL, fault.vi.rstrip("."), fault.en.rstrip("."))
        return
    name = f"PostgreSQL {version // 10_000}.{version % 10_000}"
    yield Finding("database", OK, f"{name} trả lời", f"{name} answers")
    yield check_extensions({str(row[0]) for row in rows})
    yield check_skew(abs((rows[0][1] - asked).total_seconds()))


def no_database() -> Finding:
    """Nobody serves this home and no DATABASE_URL is set."""
    return Finding(
        "database", FAIL, "Cơ sở dữ liệu chưa chạy; hãy chạy `phaodai serve` hoặc đặt DATABASE_URL",
        "The database does not run; start `phaodai serve` or set DATABASE_URL",
    )  # fmt: skip


def check_extensions(present: set[str]) -> Finding:
    """The extensions the schema stands on."""
    missing = [name for name in EXTENSIONS if name not in present]
    if not missing:
        return Finding("extensions", OK, "Phần mở rộng đủ", "The extensions are there")
    words = "; ".join(f"CREATE EXTENSION {name}" for name in missing)
    return Finding(
        "extensions", FAIL, f"Thiếu phần mở rộng; hãy chạy: {words}", f"Extensions are missing; run: {words}"
    )


def check_skew(seconds: float) -> Finding:
    """The difference between the database's clock and ours."""
    vi, en = (
        f"Đồng hồ lệch cơ sở dữ liệu {seconds:.1f} giây",
        f"{seconds:.1f} s between our clock and the database's",
    )
    if seconds < SKEW_WARN_S:
        return Finding("clock", OK, vi, en)
    state = FAIL if seconds >= SKEW_FAIL_S else WARN
    return Finding("clock", state, f"{vi}; hãy bật NTP ở cả hai máy", f"{en}; turn NTP on at both machines")


def check_backup(environment: Environment, now: datetime) -> Finding:
    """How old the last backup is; the demo needs none."""
    if environment.demo:
        return Finding("backup", OK, "Thành phố dùng thử không cần sao lưu", "The demo city needs no backup")
    noted = (read_json(environment.home / "backups.json") or {}).get("last", {})
    if not noted:
        return Finding(
            "backup", FAIL, "Chưa từng sao lưu; hãy chạy `phaodai backup` và bật bộ hẹn giờ (docs/install.md)",
            "There is no backup yet; run `phaodai backup` and turn its timer on (docs/install.md)",
        )  # fmt: skip
    age = now - datetime.fromisoformat(noted["made_at"])
    hours = int(age.total_seconds() // 3600)
    vi, en = f"Bản sao lưu gần nhất cách đây {hours} giờ", f"The last backup is {hours} hours old"
    if age < BACKUP_WARN:
        return Finding("backup", OK, vi, en)
    state = FAIL if age >= BACKUP_FAIL else WARN
    return Finding(
        "backup",
        state,
        f"{vi}; hãy xem `systemctl status phaodai-backup`",
        f"{en}; see `systemctl status phaodai-backup`",
    )


def check_secrets(environment: Environment, variables: Mapping[str, str]) -> Finding:
    """On a server: a long secret key and the names the web answers to."""
    if not environment.settings.endswith(".prod"):
        if environment.host in LOOPBACK:
            return Finding("secrets", OK, "Máy cá nhân: khóa tự tạo", "A laptop: keys made by itself")
        return Finding(
            "secrets", FAIL, "Địa chỉ mở ra ngoài phải dùng DJANGO_SETTINGS_MODULE=config.settings.prod",
            "An address open to others needs DJANGO_SETTINGS_MODULE=config.settings.prod",
        )  # fmt: skip
    missing = list(_missing_secrets(variables))
    if not missing:
        return Finding(
            "secrets", OK, "Khóa bí mật và tên máy chủ đã đặt", "The secrets and host names are set"
        )
    names = ", ".join(missing)
    return Finding("secrets", FAIL, f"Hãy đặt {names} (docs/install.md)", f"Set {names} (docs/install.md)")


def _missing_secrets(variables: Mapping[str, str]) -> Iterable[str]:
    if len(variables.get("PHAODAI_SECRET_KEY", "")) < SECRET_SIGNS:
        yield "PHAODAI_SECRET_KEY"
    hosts = [name for name in variables.get("PHAODAI_ALLOWED_HOSTS", "").split(",") if name]
    if not set(hosts) - {"localhost", "127.0.0.1", "[::1]"} or "*" in hosts:
        yield "PHAODAI_ALLOWED_HOSTS"


def as_findings(documents: list[dict[str, Any]]) -> list[Finding]:
    """The findings another process printed."""
    return [Finding(**document) for document in documents]
