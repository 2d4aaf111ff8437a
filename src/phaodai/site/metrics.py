"""``GET /metrics``: for Prometheus on this machine, or for whoever holds the token of PHAODAI_METRICS_TOKEN."""

import ipaddress
import secrets

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from phaodai.core.access import public
from phaodai.core.telemetry.metrics import exposition
from phaodai.site.gauges import city_exposition

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA")


@public
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Counters and gauges; to everybody else the page does not exist. Without a database the counters alone."""
    if not may_read(request):
        raise Http404
    try:
        city = city_exposition()
    except DatabaseError:
        city = b""
    return HttpResponse(exposition() + city, content_type=CONTENT_TYPE_LATEST)


def may_read(request: HttpRequest) -> bool:
    """With a token set only the token opens; without one only this machine, asking directly."""
    token: str = settings.PHAODAI_METRICS_TOKEN
    if token:
        sent = request.headers.get("Authorization", "")
        return secrets.compare_digest(sent.encode(), f"Bearer {token}".encode())
    # A proxy on this machine would make the whole world look like this machine.
    return not any(name in request.META for name in FORWARDED) and _is_loopback(
        request.META.get("REMOTE_ADDR", "")
    )


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
