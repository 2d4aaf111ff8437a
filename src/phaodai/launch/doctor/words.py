"""The command line of ``phaodai doctor [--json]``: exit 0 all well, 1 warnings, 2 something fails."""

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from phaodai.launch.commands import running_database
from phaodai.launch.doctor import machine
from phaodai.launch.doctor.findings import EXIT, FAIL, OK, WARN, Finding, worst
from phaodai.launch.environment import CHECKOUT, Environment
from phaodai.launch.faults import Fault
from phaodai.launch.parts import child_environment, django_command

SIGNS = {OK: "✓", WARN: "!", FAIL: "✗"}


def run_doctor(environment: Environment, words: Sequence[str]) -> int:
    """Look at everything; starts nothing and changes nothing."""
    if set(words) - {"--json"}:
        raise Fault("`phaodai doctor` chỉ nhận --json.", "`phaodai doctor` takes nothing but --json.")
    findings = list(look(environment))
    state = worst(findings)
    if "--json" in words:
        checks = [finding.as_document() for finding in findings]
        print(json.dumps({"state": state, "checks": checks}, ensure_ascii=False))
    else:
        for finding in findings:
            print(f"{SIGNS[finding.state]} {finding.vi}\n  {finding.en}")
    return EXIT[state]


def look(environment: Environment) -> Iterator[Finding]:
    """The machine first, then the database, then the city in it."""
    yield machine.check_python()
    yield machine.check_packages(CHECKOUT / "node_modules")
    yield machine.check_room(environment.home)
    yield machine.check_secrets(environment, os.environ)
    yield machine.check_backup(environment, datetime.now(UTC))
    url = environment.database_url or running_database(environment)
    if not url:
        yield machine.no_database()
        return
    found = list(machine.check_database(url))
    yield from found
    if worst(found) != FAIL:
        yield from ask_city(environment, url)


def ask_city(environment: Environment, url: str) -> list[Finding]:
    """Have Django look at migrations, worker, steps, partitions and its own settings."""
    variables = child_environment(environment, url)
    command = django_command("check_city", "--json")
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    if done.returncode in (0, 1) and done.stdout:
        return machine.as_findings(json.loads(done.stdout))
    reason = (done.stderr.strip().splitlines() or ["?"])[-1]
    return [
        Finding(
            "settings",
            FAIL,
            f"Chương trình không khởi động được: {reason}",
            f"The program does not start: {reason}",
        )
    ]
