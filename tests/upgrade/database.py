"""A database of its own for a release, its tables and its rows, without any program but psycopg."""

import gzip
import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from phaodai.launch.archive.tables import our_tables

LEFT_OUT = ("django_migrations", "django_session", "django_content_type", "auth_permission")
"""What the database writes for itself."""


@contextmanager
def database(server: str, purpose: str) -> Iterator[str]:
    """The address of a new, empty database that goes away afterwards."""
    name = f"{purpose}_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def tables_of(connection: psycopg.Connection[Any]) -> list[str]:
    """Tables with rows of ours, without what belongs to the database itself."""
    return [name for name in our_tables(connection) if name not in LEFT_OUT]


def columns_of(connection: psycopg.Connection[Any], table: str) -> list[str]:
    """Columns that are written, not computed."""
    rows = connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s "
        "AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return [str(row[0]) for row in rows]


def partition_of(connection: psycopg.Connection[Any], table: str) -> list[str] | None:
    """The parent and the bounds of a partition."""
    row = connection.execute(
        "SELECT p.relname, pg_get_expr(c.relpartbound, c.oid) FROM pg_class c JOIN pg_inherits i ON i.inhrelid = c.oid "
        "JOIN pg_class p ON p.oid = i.inhparent WHERE c.relname = %s AND c.relispartition",
        [table],
    ).fetchone()
    return [str(part) for part in row] if row else None


def _copied_out(connection: psycopg.Connection[Any], table: str, columns: list[str]) -> str:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("COPY (SELECT {} FROM {} ORDER BY 1) TO STDOUT").format(names, sql.Identifier(table))
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        return b"".join(bytes(piece) for piece in copy).decode()


def write_rows(connection: psycopg.Connection[Any], path: Path) -> None:
    """Every row as COPY's text, in one compressed JSON document that is the same for the same rows."""
    connection.execute("SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'")
    document = {}
    for table in tables_of(connection):
        columns = columns_of(connection, table)
        body = _copied_out(connection, table, columns)
        if body:
            document[table] = {"columns": columns, "partition": partition_of(connection, table), "rows": body}
    text = json.dumps(document, ensure_ascii=False, indent=0, sort_keys=True).encode()
    path.write_bytes(gzip.compress(text, mtime=0))


def read_rows(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    return document


def load_rows(connection: psycopg.Connection[Any], document: dict[str, Any]) -> None:
    """Put the rows back with the triggers at rest, and the sequences behind them."""
    connection.execute("SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'")
    connection.commit()  # else what follows were savepoints of one transaction
    with connection.transaction():
        for table, facts in document.items():
            _make_partition(connection, table, facts["partition"])
        present = tables_of(connection)
        names = sql.SQL(", ").join(map(sql.Identifier, present))
        connection.execute(sql.SQL("TRUNCATE {} CASCADE").format(names))
        for table in document:
            connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table)))
        for table, facts in document.items():
            _copied_in(connection, table, facts)
        _set_sequences(connection)
    with connection.transaction():  # after the commit, for what was deferred must be settled first
        for table in document:
            connection.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(sql.Identifier(table)))


def _make_partition(connection: psycopg.Connection[Any], table: str, partition: list[str] | None) -> None:
    there = connection.execute("SELECT to_regclass(%s)", [f'"{table}"']).fetchone()
    if partition and not (there and there[0]):
        parent, bounds = partition
        statement = sql.SQL("CREATE TABLE {} PARTITION OF {} {}").format(
            sql.Identifier(table),
            sql.Identifier(parent),
            sql.SQL(bounds),  # type: ignore[arg-type]
        )
        connection.execute(statement)


def _copied_in(connection: psycopg.Connection[Any], table: str, facts: dict[str, Any]) -> None:
    name = sql.Identifier(table)
    columns = sql.SQL(", ").join(map(sql.Identifier, facts["columns"]))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(name, columns)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(facts["rows"].encode())


def _set_sequences(connection: psycopg.Connection[Any]) -> None:
    owned = connection.execute(
        "SELECT s.oid::regclass::text, t.relname, a.attname FROM pg_class s JOIN pg_depend d ON d.objid = s.oid "
        "JOIN pg_class t ON t.oid = d.refobjid JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid "
        "WHERE s.relkind = 'S' AND d.deptype IN ('a', 'i')"
    ).fetchall()
    for sequence, table, column in owned:
        top = sql.SQL("SELECT setval({}, greatest(1, (SELECT coalesce(max({}), 0) + 1 FROM {})), false)")
        connection.execute(top.format(sql.Literal(sequence), sql.Identifier(column), sql.Identifier(table)))
