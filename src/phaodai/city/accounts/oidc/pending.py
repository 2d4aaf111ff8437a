"""A provider's sign-in that no account knows yet waits in the session until its owner has signed in here."""

from dataclasses import asdict, dataclass

from django.http import HttpRequest

from phaodai.core import clock

WAITING = "accounts_oidc_waiting"
MINUTES = 15


@dataclass(frozen=True)
class Waiting:
    """``name`` is the provider's, ``called`` how it calls the person; only shown, never matched."""

    provider: str
    subject: str
    name: str
    called: str
    until: float


def keep(request: HttpRequest, *, provider: str, subject: str, name: str, called: str) -> None:
    until = clock.real_now().timestamp() + MINUTES * 60
    request.session[WAITING] = asdict(Waiting(provider, subject, name, called, until))


def read(request: HttpRequest) -> Waiting | None:
    """What waits in this session, unless it has waited too long."""
    kept = request.session.get(WAITING)
    if not kept or kept["until"] < clock.real_now().timestamp():
        return None
    return Waiting(**kept)


def forget(request: HttpRequest) -> None:
    request.session.pop(WAITING, None)
