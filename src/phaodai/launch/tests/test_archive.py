"""An archive as a stream of bytes: what is changed, cut, moved or opened with another key is noticed."""

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phaodai.launch.archive.container import DATABASE, ArchiveWriter, read_part, verify_archive
from phaodai.launch.archive.files import stored_files, unpack_files
from phaodai.launch.archive.sealed import CHUNK_BYTES, SealedWriter, make_key, read_key
from phaodai.launch.faults import Fault

KEY = bytes(range(32))


def write(path: Path, parts: dict[str, list[bytes]], key: bytes = KEY) -> Path:
    with open(path, "wb") as file:
        writer = ArchiveWriter(SealedWriter(file, key))
        for name, chunks in parts.items():
            writer.add(name, chunks)
        writer.close({"made_at": "2021-09-14T09:00:00+00:00"})
    return path


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    parts = {DATABASE: [b"rows" * 500, b"more" * 9], "files/keys/secret_key": [b"s3cret"], "files/empty": []}
    return write(tmp_path_factory.mktemp("archive") / "a.phaodai", parts)


def test_what_went_in_comes_out(archive: Path) -> None:
    manifest = verify_archive(archive, KEY)
    assert manifest["parts"][DATABASE]["bytes"] == 2_036
    frames = read_part(archive, KEY, lambda name: name == DATABASE)
    assert b"".join(frame.body for frame in frames if frame.kind == b"D") == b"rows" * 500 + b"more" * 9
    assert b"s3cret" not in archive.read_bytes()
    assert b"secret_key" not in archive.read_bytes()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(min_value=0), change=st.integers(1, 255))
def test_any_changed_byte_is_noticed(archive: Path, tmp_path: Path, at: int, change: int) -> None:
    body = bytearray(archive.read_bytes())
    body[at % len(body)] ^= change
    spoiled = tmp_path / "spoiled.phaodai"
    spoiled.write_bytes(body)
    with pytest.raises(Fault):
        verify_archive(spoiled, KEY)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kept=st.integers(min_value=0))
def test_any_missing_end_is_noticed(archive: Path, tmp_path: Path, kept: int) -> None:
    body = archive.read_bytes()
    cut = tmp_path / "cut.phaodai"
    cut.write_bytes(body[: kept % len(body)])
    with pytest.raises(Fault, match=r"cut short|not a backup"):
        verify_archive(cut, KEY)


def test_something_added_is_noticed(archive: Path, tmp_path: Path) -> None:
    longer = tmp_path / "longer.phaodai"
    longer.write_bytes(archive.read_bytes() + b"\0\0\0\x20" + bytes(32))
    with pytest.raises(Fault, match="altered"):
        verify_archive(longer, KEY)


def test_another_key_is_told_from_damage(archive: Path) -> None:
    with pytest.raises(Fault, match="another one"):
        verify_archive(archive, bytes(32))


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "backup.key"
    make_key(path)
    assert len(read_key(path)) == 32
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(Fault, match="exists already"):
        make_key(path)
    path.write_text("PHAODAI-BACKUP-KEY-1\nc2hvcnQ=\n")
    with pytest.raises(Fault, match="not a backup key"):
        read_key(path)


def test_a_part_a_hundred_times_a_chunk_takes_the_memory_of_a_few(tmp_path: Path) -> None:
    def chunks() -> Iterator[bytes]:
        for number in range(100):
            yield bytes([number]) * CHUNK_BYTES

    tracemalloc.start()
    with open(tmp_path / "big", "wb") as file:
        writer = ArchiveWriter(SealedWriter(file, KEY))
        writer.add(DATABASE, chunks())
        writer.close({})
    verify_archive(tmp_path / "big", KEY)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12 * CHUNK_BYTES


def test_files_travel_but_not_what_is_made_anew(tmp_path: Path) -> None:
    home, other = tmp_path / "home", tmp_path / "other"
    for name in ("keys/a.pem", "files/ab/cd", "logs/web.log", "postgres/data/x", "run.json", "static/x"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(name)
    (home / "files" / "link").symlink_to("/etc/passwd")
    found = [name.as_posix() for name in stored_files(home)]
    assert found == ["files/ab/cd", "keys/a.pem"]
    archive = write(tmp_path / "f", {f"files/{name}": [(home / name).read_bytes()] for name in found})
    other.mkdir()
    assert unpack_files(read_part(archive, KEY, lambda name: True), other) == 2
    assert (other / "keys/a.pem").read_text() == "keys/a.pem"
    assert not list(other.glob(".restoring-*"))


def test_a_part_cannot_leave_the_home(tmp_path: Path) -> None:
    archive = write(tmp_path / "f", {"files/../../evil": [b"x"]})
    home = tmp_path / "home"
    home.mkdir()
    with pytest.raises(ValueError, match="leave the data folder"):
        unpack_files(read_part(archive, KEY, lambda name: True), home)
    assert not (tmp_path / "evil").exists()
