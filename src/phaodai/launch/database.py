"""Talking to a database while it starts: is it there, is it new enough, does our own database exist."""

import re
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from phaodai.launch import faults
from phaodai.launch.cluster import DATABASE, Cluster
from phaodai.launch.installations import FLOOR

READY_S = 60.0


def wait_until_ready(cluster: Cluster, still_alive: Callable[[], None]) -> None:
    """Wait until our own server answers. ``still_alive`` raises when there is no use in waiting."""
    deadline = time.monotonic() + READY_S
    while not _answers(cluster.url("postgres")):
        still_alive()
        if time.monotonic() > deadline:
            raise faults.database_failed("timeout", cluster.folder)
        time.sleep(0.05)


def ensure_database(cluster: Cluster) -> bool:
    """Create our database in a fresh cluster; True when it was not there."""
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if not known:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
    return not known


def check_given_database(url: str) -> None:
    """Raise Fault unless the operator's own database answers and is PostgreSQL 15 or later."""
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            version = connection.info.server_version // 10_000
    except psycopg.Error as error:
        raise faults.database_unreachable(address_of(url), _reason(error)) from error
    if version < FLOOR:
        raise faults.database_too_old(address_of(url), version)


def address_of(url: str) -> str:
    """Return host, port and name of a database address, without user and password."""
    parts = urlsplit(url)
    return f"{parts.hostname or 'local'}:{parts.port or 5432}{parts.path}"


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _reason(error: psycopg.Error) -> str:
    first = next(iter(str(error).strip().splitlines()), "?")
    return re.sub(r"^connection failed: ", "", first).rstrip(".")
