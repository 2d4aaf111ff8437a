"""A new database is built lean, and is the same as one built step by step."""

import json
import os
import subprocess
import sys

import pytest

from phaodai.site.states import LEAN, lean_states
from tests.database import throw_away_server

BUILD = """
import json, sys
import django
django.setup()
from django.core.management import call_command
from django.core.management.commands.migrate import Command
from django.db import connection
call_command("migrate" if sys.argv[1] == "lean" else Command(), verbosity=0)
with connection.cursor() as cursor:
    cursor.execute('''
        SELECT 'column', table_name || '.' || column_name, concat_ws(' ', data_type, character_maximum_length,
               is_nullable, column_default, collation_name) FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL SELECT 'constraint', conname, pg_get_constraintdef(oid) FROM pg_constraint
                  WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT 'trigger', tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid) FROM pg_trigger
                  WHERE NOT tgisinternal
        ORDER BY 1, 2, 3''')
    print(json.dumps(cursor.fetchall()))
"""


def built(way: str) -> list[list[str]]:
    """Everything a database consists of: kind, name, definition."""
    with throw_away_server() as url:
        run = subprocess.run(
            [sys.executable, "-c", BUILD, way],
            env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.dev"},
            capture_output=True,
            check=True,
        )
    found: list[list[str]] = json.loads(run.stdout)
    return found


def test_the_usual_ways_come_back() -> None:
    usual = [getattr(owner, name) for owner, name, _ in LEAN]
    with lean_states():
        assert [getattr(owner, name) for owner, name, _ in LEAN] != usual
    assert [getattr(owner, name) for owner, name, _ in LEAN] == usual


@pytest.mark.skipif(
    not os.environ.get("PHAODAI_CI_FULL"), reason="half a minute; PHAODAI_CI_FULL=1 asks for it"
)
def test_both_ways_build_the_same_database() -> None:
    lean = built("lean")
    assert len(lean) > 1_000
    assert lean == built("step by step")
