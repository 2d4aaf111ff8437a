"""Environment, banner, second-factor codes, processes, commands: the parts that need no server."""

import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from phaodai.launch.banner import banner, table
from phaodai.launch.cli import run
from phaodai.launch.cluster import choose_port, locate
from phaodai.launch.codes import totp
from phaodai.launch.commands import needs_database
from phaodai.launch.environment import default_home, read_environment
from phaodai.launch.home import read_json, write_json
from phaodai.launch.processes import end_leftover, is_same, started_at
from phaodai.launch.server_user import ServerUser, server_user
from phaodai.launch.supervisor import roll_log


def test_defaults_of_the_environment() -> None:
    found = read_environment({})
    assert (found.port, found.demo, found.database_url) == (8000, True, "")
    assert found.web == "http://127.0.0.1:8000"
    assert found.settings == "config.settings.dev"
    assert found.home == default_home()


def test_a_host_that_others_reach_means_a_server_behind_tls() -> None:
    found = read_environment({"PHAODAI_HOST": "0.0.0.0", "PHAODAI_PORT": "9000"})
    assert found.settings == "config.settings.prod"
    assert found.web == "http://127.0.0.1:9000"
    assert read_environment({"PHAODAI_HOST": "::1"}).web == "http://[::1]:8000"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("trace files --visits a --cases b --json", False),
        ("trace bench --events 10M", True),
        ("qr parse X", False),
        ("directive read f", False),
        ("zoning evaluate", False),
        ("import people f.csv", True),
        ("import people --help", False),
        ("help", False),
        ("migrate", True),
    ],
)
def test_which_commands_need_a_database(line: str, expected: bool) -> None:
    assert needs_database(line.split()) is expected


def test_the_table_of_logins_is_aligned_whatever_the_diacritics() -> None:
    logins: list[dict[str, Any]] = [
        {"role": "Xét nghiệm", "user": "a", "password": "p"},
        {"role": "Điều tra", "user": "b", "password": "q", "area": {"vi": "Bạch Mai"}},
    ]
    lines = table(logins)
    assert "TOTP" not in lines[0]
    assert len({line.index(user) for line, user in zip(lines[2:], "ab", strict=True)}) == 1


def test_the_banner_names_address_and_codes(tmp_path: Path) -> None:
    write_json(
        tmp_path / "demo-logins.json", [{"role": "r", "user": "u", "password": "p", "totp_secret": "ABC"}]
    )
    shown = banner(web="http://x:1", home=tmp_path, demo=True, seconds=3.2)
    assert "http://x:1" in shown
    assert "phaodai code u" in shown
    assert "phaodai code" not in banner(web="http://x:1", home=tmp_path, demo=False, seconds=3)


@pytest.mark.parametrize(
    ("at", "code"), [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")]
)
def test_codes_are_those_of_rfc_6238(at: int, code: str) -> None:
    assert totp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", at) == code


def test_a_process_is_known_by_its_start_and_not_by_its_number() -> None:
    with subprocess.Popen(["sleep", "60"]) as process:
        token = started_at(process.pid)
        assert is_same(process.pid, token)
        assert not is_same(process.pid, token + "1")
        assert not end_leftover(process.pid, "another", signal.SIGTERM, 1)
        assert process.poll() is None
        process.kill()
    assert started_at(process.pid) == ""


def test_a_document_cut_short_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('{"a": ')
    assert read_json(tmp_path / "x.json") is None


def test_the_port_is_kept_until_somebody_else_has_it(tmp_path: Path) -> None:
    first = choose_port(tmp_path / "port")
    assert choose_port(tmp_path / "port") == first
    (tmp_path / "port").write_text("not a number")
    assert choose_port(tmp_path / "port") > 0


def test_a_log_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("phaodai.launch.supervisor.LOG_LIMIT_BYTES", 3)
    (tmp_path / "web.log").write_text("long")
    roll_log(tmp_path / "web.log")
    assert (tmp_path / "web.old.log").read_text() == "long"


def test_a_home_that_nobody_can_enter_sends_the_cluster_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("phaodai.launch.cluster.SHARED_FOLDER", tmp_path / "shared")
    monkeypatch.setattr(ServerUser, "can_enter", lambda self, folder: "home" not in folder.parts)
    home = tmp_path / "home"
    home.mkdir()
    user = ServerUser()
    first = locate(home, user)
    assert first.parent == tmp_path / "shared"
    assert locate(home, user) == first
    other = tmp_path / "other" / "home"
    other.mkdir(parents=True)
    assert locate(other, user) != first


def test_a_closed_folder_is_found_out_by_trying(tmp_path: Path) -> None:
    user = server_user()
    (tmp_path / "closed").mkdir(mode=0o700)
    expected = user.uid is None
    assert user.can_enter(tmp_path / "closed") is expected


@pytest.mark.parametrize("command", ["serve", "stop", "status"])
def test_a_question_about_a_command_does_not_run_it(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"phaodai {command}")
    assert run([command, "--port=9000"]) == 2
    assert "--port=9000" in capsys.readouterr().err
