"""Devices, keys and receivers for tests."""

from datetime import timedelta
from typing import Any

from django.test import Client

from phaodai.city.clients import services
from phaodai.city.clients.models import ApiKey, Device, Webhook
from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR


def enrolled(holder: Any, name: str = "Điện thoại chốt", by: Any = None, **where: Any) -> tuple[Device, str]:
    """A device of a person and its token."""
    _offer, code = services.offer_device(name=name, holder=holder, by=by or SYSTEM_ACTOR, **where)
    return services.enrol_device(code=code, app="tram/1.0", user_agent="Thử")


def made_key(organization: Any, *capabilities: str, by: Any = None, **facts: Any) -> tuple[ApiKey, str]:
    """A key of an organisation and its secret."""
    facts = {"name": "Máy xét nghiệm", "days": 90} | facts
    return services.make_key(
        organization=organization, capabilities=capabilities, by=by or SYSTEM_ACTOR, **facts
    )


def made_webhook(key: ApiKey, url: str, *events: str) -> Webhook:
    """A receiver."""
    return services.add_webhook(key=key, name="Phần mềm bệnh viện", url=url, events=events, by=SYSTEM_ACTOR)


class Phone:
    """A device that calls, with a clock that may go wrong."""

    def __init__(self, token: str, fast_s: float = 0) -> None:
        self.token, self.fast_s = token, fast_s

    def headers(self) -> dict[str, str]:
        told = clock.real_now() + timedelta(seconds=self.fast_s)
        return {"Authorization": f"Bearer {self.token}", "X-Client-Time": told.isoformat()}

    def get(self, path: str) -> Any:
        return Client().get(path, headers=self.headers())

    def post(self, path: str, document: Any) -> Any:
        return Client().post(path, document, content_type="application/json", headers=self.headers())


class Program:
    """A program with a key."""

    def __init__(self, secret: str) -> None:
        self.secret = secret

    def get(self, path: str) -> Any:
        return Client().get(path, headers={"Authorization": f"Bearer {self.secret}"})
