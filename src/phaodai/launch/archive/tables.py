"""What a database holds, table by table: rows and a sum that does not depend on their order."""

from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

# A row's text depends on these, so both ends set them alike.
PLAIN_TEXT = (
    "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; "
    "SET extra_float_digits = 1; SET bytea_output = 'hex'; SET search_path = public"
)
OURS = """
SELECT c.relname, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = ANY(%s)
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                  AND d.deptype = 'e')
ORDER BY c.relname
"""
SUM = """
SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint::numeric), 0)::text
FROM ONLY {} AS t
"""
VARIABLES = {
    "host": "PGHOST", "hostaddr": "PGHOSTADDR", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD",
    "dbname": "PGDATABASE", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY", "connect_timeout": "PGCONNECT_TIMEOUT", "passfile": "PGPASSFILE",
}  # fmt: skip


def connection_variables(url: str) -> dict[str, str]:
    """The address as libpq's variables: on a command line everybody on the machine could read the password."""
    return {VARIABLES[name]: str(value) for name, value in conninfo_to_dict(url).items() if name in VARIABLES}


def our_tables(connection: psycopg.Connection[Any]) -> list[str]:
    """Names of the tables that hold rows (partitions, not their parents), without those of extensions."""
    return [str(row[0]) for row in connection.execute(OURS, [["r"]])]


def measure_tables(connection: psycopg.Connection[Any]) -> dict[str, dict[str, Any]]:
    """Return ``{"table": {"rows", "sum"}}`` as this transaction sees it; one pass over each table."""
    connection.execute(PLAIN_TEXT)
    found = {}
    for name in our_tables(connection):
        row = connection.execute(sql.SQL(SUM).format(sql.Identifier(name))).fetchone() or (0, "0")
        found[name] = {"rows": int(row[0]), "sum": str(row[1])}
    return found


def server_major(connection: psycopg.Connection[Any]) -> int:
    """Return 15 for PostgreSQL 15.4."""
    return connection.info.server_version // 10_000
