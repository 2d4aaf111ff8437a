"""The guide to a server names only what exists, and a server without secrets refuses to start in one sentence."""

import configparser
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs/install.md").read_text(encoding="utf-8")
OPERATIONS = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
DEPLOY = sorted((ROOT / "deploy").iterdir())
DEPLOYED = "\n".join(path.read_text(encoding="utf-8") for path in DEPLOY)
SERVER = {
    "DJANGO_SETTINGS_MODULE": "config.settings.prod", "PHAODAI_SECRET_KEY": "x" * 60,
    "PHAODAI_ALLOWED_HOSTS": "phaodai.example,127.0.0.1", "DATABASE_URL": "postgresql://x@127.0.0.1:1/x",
}  # fmt: skip


def sources() -> str:
    files = [*(ROOT / "src/phaodai").rglob("*.py"), *(ROOT / "config").rglob("*.py")]
    return "\n".join(path.read_text(encoding="utf-8") for path in files if "tests" not in path.parts)


@pytest.mark.parametrize("name", sorted(set(re.findall(r"\bPHAODAI_[A-Z_]+[A-Z]\b", GUIDE + DEPLOYED))))
def test_every_variable_is_read_and_explained(name: str) -> None:
    assert f'"{name}"' in sources()
    assert f"`{name}`" in OPERATIONS


def test_every_file_and_metric_named_exists() -> None:
    for name in re.findall(r"deploy/([\w.-]+\w)", GUIDE):
        assert (ROOT / "deploy" / name).is_file(), name
    for name in re.findall(r"\bphaodai_[a-z_]+", GUIDE):
        assert f'"{name}"' in sources(), name
    assert {path.name for path in DEPLOY} == set(re.findall(r"deploy/([\w.-]+\w)", GUIDE))


def test_the_units_can_be_read_and_agree_with_the_guide() -> None:
    for path in DEPLOY:
        if path.suffix in (".service", ".timer"):
            unit = configparser.ConfigParser(strict=False, interpolation=None)
            unit.optionxform = str  # type: ignore[assignment, method-assign]
            unit.read_string(path.read_text(encoding="utf-8"))
            assert unit.has_section("Unit"), path.name
    assert "/opt/phaodai/.venv/bin/phaodai serve" in DEPLOYED
    for folder in ("/var/lib/phaodai", "/srv/phaodai-backups", "/etc/phaodai/backup.key"):
        assert folder in GUIDE
        assert folder in DEPLOYED


def start(**changes: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PHAODAI_", "DJANGO_"))}
    variables = {**kept, **SERVER, **changes, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    return subprocess.run(
        [sys.executable, "-m", "django", "known_migrations", "--json"],
        env=variables, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_the_settings_of_the_guide_start() -> None:
    done = start()
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "changes",
    [{"PHAODAI_SECRET_KEY": ""}, {"PHAODAI_ALLOWED_HOSTS": "127.0.0.1"}, {"PHAODAI_ALLOWED_HOSTS": "*"}],
)
def test_without_its_secrets_a_server_does_not_start(changes: dict[str, str]) -> None:
    done = start(**changes)
    assert done.returncode
    (name,) = changes
    assert name in done.stderr.strip().splitlines()[-1]
