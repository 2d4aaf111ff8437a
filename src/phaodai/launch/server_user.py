"""PostgreSQL refuses to run as root: then it runs as ``nobody``, and what nobody cannot reach is avoided."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from phaodai.launch.faults import cannot_become

NAME = "nobody"


@dataclass(frozen=True)
class ServerUser:
    """Who runs PostgreSQL. ``uid`` None means: the user who started us."""

    uid: int | None = None
    gid: int | None = None

    def popen_arguments(self, folder: Path) -> dict[str, Any]:
        """Arguments of ``subprocess`` that take on this user, in a folder it may enter."""
        identity: dict[str, Any] = (
            {} if self.uid is None else {"user": self.uid, "group": self.gid, "extra_groups": []}
        )
        return {"cwd": folder, "env": {**os.environ, "LC_ALL": "C", "HOME": str(folder)}, **identity}

    def run(self, command: Sequence[str | Path], folder: Path) -> subprocess.CompletedProcess[str]:
        """Run a command as this user; raises Fault where even root may not change users."""
        try:
            return subprocess.run(
                list(map(str, command)),
                capture_output=True,
                text=True,
                check=False,
                **self.popen_arguments(folder),
            )
        except PermissionError as error:
            raise cannot_become(NAME) from error

    def can_enter(self, folder: Path) -> bool:
        """Try it: permissions, ACLs and mount options all count, so reading mode bits is not enough."""
        return (
            self.uid is None
            or self.run(["/bin/sh", "-c", 'cd "$1"', "sh", folder], Path("/")).returncode == 0
        )

    def can_run(self, program: Path) -> bool:
        """Try whether this user can execute a program and load its libraries."""
        check = 'exec "$1" --version'
        return (
            self.uid is None or self.run(["/bin/sh", "-c", check, "sh", program], Path("/")).returncode == 0
        )

    def own(self, path: Path) -> None:
        """Give a file or folder to this user."""
        if self.uid is not None:
            shutil.chown(path, self.uid, self.gid)


def server_user() -> ServerUser:
    """Return the user PostgreSQL shall run as; raises Fault where root has nobody to become."""
    if os.geteuid() != 0:
        return ServerUser()
    try:
        nobody = pwd.getpwnam(NAME)
    except KeyError as error:
        raise cannot_become(NAME) from error
    return ServerUser(nobody.pw_uid, nobody.pw_gid)
