"""What may be wrong with an archive, a key or a target, each as one sentence in two languages."""

from pathlib import Path

from phaodai.launch.faults import Fault


def key_missing() -> Fault:
    """Return the sentence for a command line without a key file."""
    return Fault(
        "Thiếu tệp khóa: --key TỆP hoặc PHAODAI_BACKUP_KEY; tạo khóa bằng `phaodai backup --new-key TỆP`.",
        "A key file is needed: --key FILE or PHAODAI_BACKUP_KEY; `phaodai backup --new-key FILE` makes one.",
    )


def not_a_key(path: Path) -> Fault:
    """Return the sentence for a file that is no key."""
    return Fault(
        f"{path} không phải là tệp khóa sao lưu đọc được.", f"{path} is not a backup key that can be read."
    )


def exists(path: Path) -> Fault:
    """Return the sentence for a name already taken: nothing is overwritten."""
    return Fault(f"{path} đã có; hãy chọn tên khác.", f"{path} exists already; choose another name.")


def key_inside(path: Path) -> Fault:
    """Return the sentence for a key that would lie in its own archive."""
    return Fault(
        f"Tệp khóa {path} nằm trong thư mục dữ liệu; hãy cất khóa ở nơi khác, tách khỏi bản sao lưu.",
        f"The key {path} lies in the data folder; keep it elsewhere, apart from the backups.",
    )


def not_an_archive(path: Path) -> Fault:
    """Return the sentence for a file of another kind."""
    return Fault(
        f"{path} không phải là bản sao lưu của Pháo Đài đọc được.",
        f"{path} is not a backup of Pháo Đài that can be read.",
    )


def wrong_key(path: Path) -> Fault:
    """Return the sentence for a key that did not close this archive."""
    return Fault(
        f"Khóa này không mở được {path}: bản sao lưu được mã hóa bằng khóa khác.",
        f"This key does not open {path}: the backup was encrypted with another one.",
    )


def torn(path: Path) -> Fault:
    """Return the sentence for an archive that ends too early."""
    return Fault(
        f"Bản sao lưu {path} bị cụt; không có gì được thay đổi.",
        f"The backup {path} is cut short; nothing was changed.",
    )


def altered(path: Path) -> Fault:
    """Return the sentence for an archive whose bytes are not those that were written."""
    return Fault(
        f"Bản sao lưu {path} đã bị sửa hoặc hỏng; không có gì được thay đổi.",
        f"The backup {path} was altered or is damaged; nothing was changed.",
    )


def newer_archive(path: Path, what: str) -> Fault:
    """Return the sentence for an archive of a later program."""
    return Fault(
        f"{path} do một phiên bản Pháo Đài mới hơn tạo ra ({what}); hãy cập nhật chương trình.",
        f"{path} was made by a newer version of Pháo Đài ({what}); update the program.",
    )


def older_server(made_on: int, target: int) -> Fault:
    """Return the sentence for a target below the server the archive came from."""
    return Fault(
        f"Bản sao lưu từ PostgreSQL {made_on} không phục hồi được vào PostgreSQL {target}; hãy cài bản {made_on}.",
        f"A backup made on PostgreSQL {made_on} cannot be restored on PostgreSQL {target}; install {made_on}.",
    )


def target_not_empty(what: str) -> Fault:
    """Return the sentence for a target that holds something already."""
    return Fault(
        f"Nơi phục hồi không trống ({what}); thêm --replace nếu thật sự muốn thay tất cả.",
        f"The target is not empty ({what}); add --replace if everything in it shall be replaced.",
    )


def no_programs(major: int) -> Fault:
    """Return the sentence for a machine without fitting pg_dump, pg_restore and psql."""
    return Fault(
        f"Không tìm thấy pg_dump, pg_restore và psql từ bản {major}; hãy cài postgresql-client-{major}.",
        f"pg_dump, pg_restore and psql {major} or later were not found; install postgresql-client-{major}.",
    )


def program_failed(name: str, reason: str) -> Fault:
    """Return the sentence for a PostgreSQL program that gave up; ``reason`` is its last word."""
    return Fault(
        f"{name} không làm được ({reason}); không có gì được thay đổi.",
        f"{name} failed ({reason}); nothing was changed.",
    )


def restored_otherwise(tables: list[str]) -> Fault:
    """Return the sentence for a restored database that is not what was saved."""
    names = ", ".join(tables[:5])
    return Fault(
        f"Dữ liệu phục hồi khác bản gốc ở {len(tables)} bảng ({names}); đừng dùng, hãy báo nhà phát triển.",
        f"The restored data differ from the saved in {len(tables)} tables ({names}); do not use them, report it.",
    )


def contents_lost(digests: list[str]) -> Fault:
    """Return the sentence for restored rows whose files are not all there."""
    return Fault(
        f"Đã phục hồi, nhưng {len(digests)} tệp đính kèm bị thiếu hoặc hỏng ({digests[0][:12]}…); "
        "hãy thử một bản sao lưu khác.",
        f"Restored, but {len(digests)} attached files are missing or damaged ({digests[0][:12]}…); "
        "try another backup.",
    )
