"""pg_dump, pg_restore and psql: the right version, told where the database is, and heard when they fail."""

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Thread
from typing import IO

from phaodai.launch.archive import faults
from phaodai.launch.archive.sealed import CHUNK_BYTES
from phaodai.launch.archive.tables import connection_variables
from phaodai.launch.cluster import last_line
from phaodai.launch.installations import Installation, find_clients

# A dump names an extension's comment as its own; who may use an extension need not own it.
EXTENSION_COMMENT = re.compile(rb"^COMMENT ON EXTENSION [^\n]*;\n", re.MULTILINE)
PREAMBLE_BYTES = 64_000
# Everything of ours goes in the transaction that brings the saved state: before it ends, nothing has changed.
WIPE = b"""
SET lock_timeout = '30s';
SET client_min_messages = warning;
DO $wipe$ DECLARE words text; BEGIN
  SELECT string_agg(format('DROP %s IF EXISTS public.%I CASCADE', CASE c.relkind WHEN 'v' THEN 'VIEW'
      WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, c.relname), '; ') INTO words
    FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S') AND NOT c.relispartition
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                      AND (d.deptype = 'e' OR c.relkind = 'S' AND d.deptype IN ('a', 'i')));
  EXECUTE coalesce(words, '');
  SELECT string_agg(format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::regprocedure), '; ') INTO words
    FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
                      AND d.deptype = 'e');
  EXECUTE coalesce(words, '');
  SELECT string_agg(format('DROP TYPE IF EXISTS %s CASCADE', t.oid::regtype), '; ') INTO words
    FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid WHERE t.typnamespace = 'public'::regnamespace
      AND (t.typtype IN ('e', 'd') OR c.relkind = 'c')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid
                      AND d.deptype = 'e');
  EXECUTE coalesce(words, '');
  SELECT string_agg(format('DROP COLLATION IF EXISTS public.%I CASCADE', collname), '; ') INTO words
    FROM pg_collation WHERE collnamespace = 'public'::regnamespace;
  EXECUTE coalesce(words, '');
END $wipe$;
RESET client_min_messages;
"""


def choose_clients(major: int, *, source: str = "") -> Installation:
    """Return the oldest programs that know a server of this major version; raises Fault without any."""
    fitting = [found for found in find_clients(source=source) if found.major >= major]
    if not fitting:
        raise faults.no_programs(major)
    return fitting[0]


def dump(programs: Installation, url: str, snapshot: str) -> Iterator[bytes]:
    """Yield a custom-format dump of one snapshot; raises Fault when pg_dump does not end well."""
    words = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
    process = _start(programs.bin_dir / "pg_dump", url, *words, stdout=subprocess.PIPE)
    complaints = _Listener(process.stderr)
    assert process.stdout is not None
    try:
        while chunk := process.stdout.read(CHUNK_BYTES):
            yield chunk
    finally:
        process.stdout.close()
        failed = process.wait()
    if failed:
        raise faults.program_failed("pg_dump", complaints.last())


def load(programs: Installation, url: str, chunks: Iterable[bytes], *, wipe: bool) -> None:
    """Put a dump into a database in one transaction: all of it, or nothing. Raises Fault."""
    reader = _start(
        programs.bin_dir / "pg_restore", url, "--no-owner", "--no-privileges", "--file=-",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    words = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    writer = _start(programs.bin_dir / "psql", url, *words, stdin=subprocess.PIPE)
    heard = {name: _Listener(one.stderr) for name, one in (("pg_restore", reader), ("psql", writer))}
    feeder = Thread(target=_feed, args=(reader.stdin, chunks), daemon=True)
    feeder.start()
    try:
        whole = _pass_on(reader, writer, wipe=wipe)
    finally:
        feeder.join()
        failed = {"psql": writer.wait(), "pg_restore": reader.wait()}
    for name in ("psql", "pg_restore"):
        if failed[name] and not (name == "pg_restore" and whole):
            raise faults.program_failed(name, heard[name].last())


def _feed(pipe: IO[bytes] | None, chunks: Iterable[bytes]) -> None:
    assert pipe is not None
    try:
        for chunk in chunks:
            pipe.write(chunk)
        pipe.close()
    except BrokenPipeError:
        return


def _pass_on(reader: subprocess.Popen[bytes], writer: subprocess.Popen[bytes], *, wipe: bool) -> bool:
    """Hand the script to psql; only the end of a whole one commits."""
    assert reader.stdout
    assert writer.stdin
    try:
        # Not psql's own --single-transaction: that commits when its input ends, also because we were killed.
        writer.stdin.write(b"BEGIN;\n" + (WIPE if wipe else b""))
        head = EXTENSION_COMMENT.sub(b"", reader.stdout.read(PREAMBLE_BYTES) + reader.stdout.readline())
        writer.stdin.write(head)
        while chunk := reader.stdout.read(CHUNK_BYTES):
            writer.stdin.write(chunk)
        if not reader.wait():
            writer.stdin.write(b"\nCOMMIT;\n")
        writer.stdin.close()
    except BrokenPipeError:
        reader.stdout.close()
        return False
    return reader.returncode == 0


def _start(
    program: Path, url: str, *words: str, stdin: int | None = None, stdout: int | None = None
) -> subprocess.Popen[bytes]:
    variables = {**os.environ, **connection_variables(url), "LC_ALL": "C", "PGCLIENTENCODING": "UTF8"}
    command = [str(program), "--no-password", *words]
    return subprocess.Popen(command, env=variables, stdin=stdin, stdout=stdout, stderr=subprocess.PIPE)


class _Listener:
    """Reads what a program complains about while it works, so that it never waits for us."""

    def __init__(self, pipe: IO[bytes] | None) -> None:
        assert pipe is not None
        self.pipe = pipe
        self.said = b""
        self.thread = Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self) -> None:
        with self.pipe:
            for line in self.pipe:
                self.said = (self.said + line)[-4_000:]

    def last(self) -> str:
        """The line that names the error."""
        self.thread.join(5)
        lines = [line for line in self.said.decode(errors="replace").splitlines() if "ERROR" in line]
        return (lines[0] if lines else last_line(self.said.decode(errors="replace"))).strip().rstrip(".")
