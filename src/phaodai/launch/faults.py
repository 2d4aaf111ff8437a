"""Everything that may keep Pháo Đài from starting, each as one sentence in Vietnamese and English."""

import errno
import sys
from pathlib import Path

WRONG_INPUT = 2


class Fault(Exception):
    """A condition the operator can mend. Shown as one sentence per language, never as a traceback."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi = vi
        self.en = en


def report(fault: Fault) -> int:
    """Write both sentences to stderr and return the exit code of wrong input."""
    sys.stderr.write(f"✗ {fault.vi}\n  {fault.en}\n")
    return WRONG_INPUT


def wrong_setting(name: str, value: str, expected_vi: str, expected_en: str) -> Fault:
    """Return the sentence for an environment variable that cannot be read."""
    return Fault(
        f"Biến môi trường {name}={value!r} không hợp lệ: cần {expected_vi}.",
        f"The environment variable {name}={value!r} is not valid: expected {expected_en}.",
    )


def no_words_taken(command: str, word: str) -> Fault:
    """Return the sentence for a word after a command that takes none."""
    return Fault(
        f"Lệnh phaodai {command} không nhận {word!r}; cấu hình bằng biến môi trường, xem docs/operations.md.",
        f"phaodai {command} takes no {word!r}; it is set up by environment variables, see docs/operations.md.",
    )


def port_taken(host: str, port: int) -> Fault:
    """Return the sentence for a web port that another program listens on."""
    return Fault(
        f"Cổng {port} trên {host} đang được chương trình khác dùng; "
        f"hãy chọn cổng khác, ví dụ PHAODAI_PORT={port + 1}.",
        f"Port {port} on {host} is used by another program; "
        f"choose another, for example PHAODAI_PORT={port + 1}.",
    )


def port_forbidden(host: str, port: int) -> Fault:
    """Return the sentence for an address this user may not listen on."""
    return Fault(
        f"Không mở được cổng {port} trên {host}; hãy chọn địa chỉ của máy này và cổng từ 1024 trở lên.",
        f"Port {port} on {host} cannot be opened; choose an address of this machine and a port from 1024 up.",
    )


def disk_full(folder: Path, needed_mb: int) -> Fault:
    """Return the sentence for a file system without room."""
    return Fault(
        f"Ổ đĩa chứa {folder} không đủ chỗ trống: cần ít nhất {needed_mb} MB.",
        f"The disk that holds {folder} is full: at least {needed_mb} MB must be free.",
    )


def no_permission(folder: Path | str) -> Fault:
    """Return the sentence for a folder that cannot be written."""
    return Fault(
        f"Không có quyền ghi vào {folder}; hãy cấp quyền hoặc đặt PHAODAI_HOME sang thư mục khác.",
        f"No permission to write to {folder}; grant it or set PHAODAI_HOME to another folder.",
    )


def not_a_folder(path: Path) -> Fault:
    """Return the sentence for a home that is a file."""
    return Fault(
        f"{path} không phải là thư mục; hãy đặt PHAODAI_HOME sang một thư mục.",
        f"{path} is not a folder; set PHAODAI_HOME to a folder.",
    )


def already_running(home: Path) -> Fault:
    """Return the sentence for a second server on one home."""
    return Fault(
        f"Pháo Đài đang chạy với thư mục dữ liệu {home}; hãy dừng nó trước, hoặc đặt PHAODAI_HOME khác.",
        f"Pháo Đài already runs on the data folder {home}; stop it first, or set another PHAODAI_HOME.",
    )


def newer_cluster(folder: Path, made_by: int, present: list[int]) -> Fault:
    """Return the sentence for a cluster of a PostgreSQL major version that is not installed here."""
    have = ", ".join(map(str, sorted(present))) or "0"
    return Fault(
        f"Dữ liệu trong {folder} do PostgreSQL {made_by} tạo nhưng máy này chỉ có phiên bản {have}; "
        f"hãy cài PostgreSQL {made_by}.",
        f"The data in {folder} was made by PostgreSQL {made_by} but this machine has version {have}; "
        f"install PostgreSQL {made_by}.",
    )


def no_postgresql() -> Fault:
    """Return the hint for a machine without any PostgreSQL server."""
    return Fault(
        "Không tìm thấy PostgreSQL từ bản 15; hãy chạy `make setup`, hoặc `apt-get install postgresql`, "
        "hoặc đặt DATABASE_URL.",
        "No PostgreSQL 15 or later was found; run `make setup`, or `apt-get install postgresql`, "
        "or set DATABASE_URL.",
    )


def database_failed(reason: str, log: Path) -> Fault:
    """Return the sentence for our own PostgreSQL not starting; ``reason`` is its last word."""
    return Fault(
        f"PostgreSQL không khởi động được ({reason}); xem {log}.",
        f"PostgreSQL did not start ({reason}); see {log}.",
    )


def database_unreachable(address: str, reason: str) -> Fault:
    """Return the sentence for a DATABASE_URL nobody answers at."""
    return Fault(
        f"Không kết nối được cơ sở dữ liệu {address}: {reason}.",
        f"The database at {address} cannot be reached: {reason}.",
    )


def database_too_old(address: str, version: int) -> Fault:
    """Return the sentence for a DATABASE_URL below the floor."""
    return Fault(
        f"Cơ sở dữ liệu {address} chạy PostgreSQL {version}; cần bản 15 trở lên.",
        f"The database at {address} runs PostgreSQL {version}; version 15 or later is needed.",
    )


def cannot_become(user: str) -> Fault:
    """Return the sentence for a root without the right to start PostgreSQL as another user."""
    return Fault(
        f"PostgreSQL không chạy dưới quyền root và không chuyển được sang người dùng {user}; "
        "hãy chạy bằng người dùng thường hoặc đặt DATABASE_URL.",
        f"PostgreSQL does not run as root and the user {user} cannot be taken on; "
        "run as an ordinary user or set DATABASE_URL.",
    )


def child_failed(name: str, reason: str, log: Path) -> Fault:
    """Return the sentence for a part of the server that ends as soon as it starts."""
    return Fault(
        f"Tiến trình {name} không khởi động được ({reason}); xem {log}.",
        f"The process {name} did not start ({reason}); see {log}.",
    )


def step_failed(name: str, reason: str, log: Path) -> Fault:
    """Return the sentence for a preparation that broke off; ``reason`` is its last word."""
    return Fault(
        f"Bước chuẩn bị {name} thất bại ({reason}); xem {log}.",
        f"The preparation {name} failed ({reason}); see {log}.",
    )


def not_running(home: Path) -> Fault:
    """Return the sentence for a home nobody serves."""
    return Fault(
        f"Pháo Đài không chạy với thư mục dữ liệu {home}.",
        f"Pháo Đài does not run on the data folder {home}.",
    )


def from_os_error(error: OSError, folder: Path) -> Fault | None:
    """Translate a full disk or a missing permission; None for every other error, which is ours to mend."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(Path(error.filename or folder), 100)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return no_permission(error.filename or folder)
    return None
