"""The sealed suite: no test reaches beyond this machine."""

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest

pytest_plugins = ["tests.cast"]

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex


class ReachedOut(AssertionError):
    """A test tried to talk to the outside world."""


@pytest.fixture(autouse=True, scope="session")
def _sealed() -> Iterator[None]:
    """Only loopback and local sockets may be connected to."""
    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", _guarded(_connect))
    patch.setattr(socket.socket, "connect_ex", _guarded(_connect_ex))
    yield
    patch.undo()


def _guarded(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            raise ReachedOut(f"A test tried to connect to {address}.")
        return connect(self, address)

    return guarded


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host == "localhost"
