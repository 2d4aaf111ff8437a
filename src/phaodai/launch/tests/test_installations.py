from pathlib import Path

import pytest

from phaodai.launch import installations
from phaodai.launch.installations import find_installations


def fake_server(folder: Path, version: str, *, extensions: tuple[str, ...] = installations.EXTENSIONS) -> str:
    """Programs that only tell their version."""
    share = folder.parent / "share"
    (share / "extension").mkdir(parents=True)
    for name in extensions:
        (share / "extension" / f"{name}.control").touch()
    folder.mkdir()
    for name, answer in {
        "postgres": f"postgres (PostgreSQL) {version}",
        "initdb": "",
        "pg_config": str(share),
    }.items():
        (folder / name).write_text(f"#!/bin/sh\necho '{answer}'\n")
        (folder / name).chmod(0o755)
    return str(folder)


@pytest.fixture(autouse=True)
def _no_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installations, "wheel_folders", list)


def test_the_newest_of_the_system_comes_first(tmp_path: Path) -> None:
    for version in ("15.10 (Debian)", "17.2", "16.1"):
        fake_server(tmp_path / version[:2] / "bin", version)
    found = find_installations(path="", folders=(f"{tmp_path}/*/bin",))
    assert [server.major for server in found] == [17, 16, 15]


def test_the_wheel_comes_after_the_system_however_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_server(tmp_path / "a" / "bin", "15.1")
    fake_server(tmp_path / "b" / "bin", "18.6")
    monkeypatch.setattr(installations, "wheel_folders", lambda: [tmp_path / "b" / "bin"])
    found = find_installations(path="", folders=(f"{tmp_path}/a/bin",))
    assert [(server.major, server.source) for server in found] == [(15, "system"), (18, "wheel")]
    only = find_installations(path="", folders=(f"{tmp_path}/a/bin",), source="wheel")
    assert [server.major for server in only] == [18]


@pytest.mark.parametrize("version", ["14.9", "9.6.24"])
def test_below_the_floor_does_not_count(tmp_path: Path, version: str) -> None:
    folder = fake_server(tmp_path / "x" / "bin", version)
    assert find_installations(path=folder, folders=()) == []


def test_found_on_the_path(tmp_path: Path) -> None:
    folder = fake_server(tmp_path / "x" / "bin", "16.3")
    assert [server.bin_dir for server in find_installations(path=folder, folders=())] == [Path(folder)]


def test_without_its_contrib_package_it_is_of_no_use(tmp_path: Path) -> None:
    folder = fake_server(tmp_path / "x" / "bin", "16.3", extensions=("pg_trgm",))
    assert find_installations(path=folder, folders=()) == []


def test_a_client_without_a_server_does_not_count(tmp_path: Path) -> None:
    folder = fake_server(tmp_path / "x" / "bin", "16.3")
    (Path(folder) / "postgres").unlink()
    assert find_installations(path=folder, folders=()) == []


def test_an_empty_machine() -> None:
    assert find_installations(path="", folders=()) == []
