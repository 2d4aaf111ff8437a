"""Collect the texts to translate into each module's own catalogue (needs the gettext programs).

A module is a folder with `apps.py`; its texts go into its own `locale/vi`, so a module carries its language.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "phaodai"


def main() -> int:
    """Run makemessages in every module."""
    if not shutil.which("xgettext"):
        sys.stderr.write("✗ Thiếu gettext; hãy chạy: apt-get install gettext\n")
        sys.stderr.write("  gettext is missing; run: apt-get install gettext\n")
        return 2
    for module in modules():
        collect(module)
    return 0


def modules() -> list[Path]:
    """Return the folders with a catalogue: each module, and core, whose rooms share one."""
    return sorted({catalogue_of(file.parent) for file in SOURCE.rglob("apps.py")})


def catalogue_of(module: Path) -> Path:
    """Return the module itself unless only a folder above it has a catalogue."""
    above = [folder for folder in (module, *module.parents) if (folder / "locale").is_dir()]
    return above[0] if above else module


def collect(module: Path) -> None:
    """Write the module's catalogue; an empty one is not kept."""
    (module / "locale").mkdir(exist_ok=True)
    words = ["makemessages", "--locale=vi", "--no-obsolete", "--no-wrap", "--add-location=file"]
    subprocess.run(
        [sys.executable, "-m", "django", *words, "--ignore=tests/*"],
        cwd=module,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
        check=True,
    )
    if not any((module / "locale").rglob("*.po")):
        shutil.rmtree(module / "locale")


if __name__ == "__main__":
    sys.exit(main())
