"""What a release is: its migrations with the sums of their files, its rows, and what must survive."""

import hashlib
import json
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg
from django.db.migrations.loader import MigrationLoader

FOLDER = Path(__file__).parent / "releases"

FACTS = {
    "grants": """
        SELECT u.username, g.role, a.code, o.code, lower(g.valid)::text, upper(g.valid)::text, g.granted_by_name
        FROM accounts_grant g JOIN accounts_user u ON u.id = g.user_id LEFT JOIN areas_area a ON a.id = g.area_id
        LEFT JOIN organizations_organization o ON o.id = g.organization_id ORDER BY 1, 2, 3, 4, 5""",
    "accounts": "SELECT username, full_name, is_active, password FROM accounts_user ORDER BY 1",
    "tokens": """
        SELECT u.username, t.name, t.digest, t.revoked_at::text FROM accounts_apitoken t
        JOIN accounts_user u ON u.id = t.user_id ORDER BY 1, 2, 3""",
    "policies": """
        SELECT code, value::text, document, state, confirmed, effective_from::text, proposed_by_name, decided_by_name
        FROM policy_policyversion ORDER BY 1, 6, 2""",
    "signatures": """
        SELECT number, state, confirmed_by_name, signed_by_name, signed_by_title, signed_at::text, printed_at::text
        FROM quarantine_quarantineorder ORDER BY 1, uuid::text""",
    "looks": """
        SELECT actor_name, subject_type, subject_id::text, purpose, occurred_at::text FROM audit_readlog ORDER BY id""",
    "deeds": "SELECT actor_name, action, subject_type, reason FROM audit_actionlog ORDER BY id",
    "history": "SELECT pgh_label, full_name FROM people_personevent ORDER BY pgh_id",
}
"""Asked of today's schema; a later release that moves a column moves its question here too."""


def measure_facts(connection: psycopg.Connection[Any]) -> dict[str, list[list[Any]]]:
    """The answers as plain lists."""
    connection.execute("SET TimeZone = 'UTC'")
    return {name: [list(row) for row in connection.execute(question)] for name, question in FACTS.items()}


def file_sum(app: str, name: str, loader: MigrationLoader) -> str:
    """The SHA-256 of a migration's file; of ours only, what packages bring is theirs."""
    module = import_module(loader.get_migration(app, name).__module__)
    is_ours = module.__name__.startswith("phaodai.")
    return hashlib.sha256(Path(str(module.__file__)).read_bytes()).hexdigest() if is_ours else ""


def present_migrations() -> dict[str, str]:
    """Every migration there is, as "app.name", with the sum of its file."""
    loader = MigrationLoader(None)
    keys = sorted(loader.disk_migrations)
    return {f"{app}.{name}": file_sum(app, name, loader) for app, name in keys}


def read(version: str) -> dict[str, Any]:
    """What the folder of a release says."""
    found: dict[str, Any] = json.loads((FOLDER / version / "migrations.json").read_text(encoding="utf-8"))
    return found


def changed_since(release: dict[str, Any]) -> list[str]:
    """Released migrations whose file is another today, or gone."""
    there = present_migrations()
    return sorted(name for name, digest in release["migrations"].items() if there.get(name) != digest)


def versions() -> list[str]:
    return sorted(path.name for path in FOLDER.iterdir()) if FOLDER.is_dir() else []
