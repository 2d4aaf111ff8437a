"""Write the database of a release for the upgrade test: ``python scripts/release_fixture.py 0.1.0 [--freeze]``.

Needs DATABASE_URL of a server where databases may be made (`make test` has one). See tests/upgrade/README.md.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django  # noqa: E402
import psycopg  # noqa: E402

from tests.upgrade import releases  # noqa: E402
from tests.upgrade.database import database, tables_of, write_rows  # noqa: E402

BUILD = "import django; django.setup(); from tests.upgrade.city import build; build()"


def run(url: str, *words: str) -> None:
    """One command of ours upon that database."""
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    variables = {**os.environ, "DATABASE_URL": url, "PYTHONPATH": paths}
    subprocess.run([sys.executable, *words], env=variables, check=True)


def counts(connection: psycopg.Connection) -> dict[str, int]:
    """Rows by table."""
    found = {}
    for table in tables_of(connection):
        row = connection.execute(f'SELECT count(*) FROM ONLY "{table}"').fetchone()
        found[table] = row[0] if row else 0
    return {table: count for table, count in found.items() if count}


def write(version: str, is_frozen: bool) -> None:
    """The three files of the release."""
    folder = releases.FOLDER / version
    folder.mkdir(parents=True, exist_ok=True)
    with database(os.environ["DATABASE_URL"], "release") as url:
        run(url, "-m", "django", "migrate", "-v0")
        run(url, "-c", BUILD)
        with psycopg.connect(url) as connection:
            write_rows(connection, folder / "rows.json.gz")
            facts = {"facts": releases.measure_facts(connection), "counts": counts(connection)}
    put(folder / "facts.json", facts)
    put(folder / "migrations.json", {"frozen": is_frozen, "migrations": releases.present_migrations()})


def put(path: Path, document: object) -> None:
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("version")
    parser.add_argument(
        "--freeze", action="store_true", help="released: from now on its migrations never change"
    )
    asked = parser.parse_args()
    django.setup()
    write(asked.version, asked.freeze)
    print(f"tests/upgrade/releases/{asked.version} is written.")


if __name__ == "__main__":
    main()
