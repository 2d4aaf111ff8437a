"""One log line and one measured time for each request. Stands first, so that it sees the answer everybody gets."""

import logging
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from phaodai.core.telemetry.context import request_id
from phaodai.core.telemetry.metrics import observe_request

logger = logging.getLogger(__name__)
UNMATCHED = "unmatched"
STATIC = "static"
QUIET = ("healthz", "metrics", STATIC)
"""Asked every few seconds by machines, or many for one page: measured, but not worth a line."""


class RequestLog:
    """The id is always ours: one sent by a visitor could carry anything."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        token = request_id.set(uuid.uuid4().hex)
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id.get()
            self._note(request, response.status_code, time.perf_counter() - began)
        finally:
            request_id.reset(token)
        return response

    def _note(self, request: HttpRequest, status: int, seconds: float) -> None:
        route = route_of(request)
        observe_request(method=request.method or "", route=route, status=status, seconds=seconds)
        if route not in QUIET:
            facts = {
                "method": request.method, "route": route, "status": status, "ms": round(seconds * 1_000, 1),
                "user": user_id(request),
            }  # fmt: skip
            logger.info("request", extra={"facts": facts})


def route_of(request: HttpRequest) -> str:
    """``cases/<uuid:case_id>/``, never the address itself."""
    if request.resolver_match:
        return request.resolver_match.route or "/"
    return STATIC if request.path.startswith(settings.STATIC_URL) else UNMATCHED


def user_id(request: HttpRequest) -> int | None:
    """The signed-in user's number, if the page asked for the user at all: no query for the sake of a log."""
    user = vars(request).get("_cached_user")
    if user is None and not isinstance(vars(request).get("user"), SimpleLazyObject):
        user = vars(request).get("user")
    return getattr(user, "pk", None)
