"""Answers the commands the supervisor runs. Notes each call in $PHAODAI_HOME/calls."""

import json
import os
import signal
import sys
import time
from pathlib import Path

HOME = Path(os.environ["PHAODAI_HOME"])
LOADED = HOME / "loaded"


def prepare_database() -> None:
    if os.environ.get("FAKE_PREPARE") == "newer":
        sys.stderr.write("✗ mới hơn\n  newer\n")
        sys.exit(2)
    if os.environ.get("FAKE_PREPARE") == "broken":
        sys.exit("something broke")
    print(json.dumps({"applied": 0, "scenario_now": "2021-07-21T08:00:00+07:00"}))


def demo() -> None:
    if sys.argv[2] == "status":
        print(json.dumps({"loaded": LOADED.exists()}))
        return
    time.sleep(float(os.environ.get("FAKE_DEMO_S", "0")))
    LOADED.touch()
    login = {"role": "Xét nghiệm", "user": "xetnghiem", "password": "p", "totp_secret": "JBSWY3DPEHPK3PXP"}
    (HOME / "demo-logins.json").write_text(json.dumps([login]))


def worker() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    while True:
        time.sleep(0.05)


def echo() -> None:
    print(os.environ["DATABASE_URL"])
    sys.exit(int(sys.argv[2]))


with open(HOME / "calls", "a", encoding="utf-8") as calls:
    calls.write(" ".join(sys.argv[1:]) + "\n")
{"prepare_database": prepare_database, "demo": demo, "worker": worker, "echo": echo}[sys.argv[1]]()
