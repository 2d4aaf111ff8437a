"""The limit's headers on every answer to a program, and one line of the log."""

import logging
import time
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from phaodai.core.gateway.caller import Caller, caller_of
from phaodai.core.gateway.services import record_request
from phaodai.core.telemetry.context import request_id

logger = logging.getLogger(__name__)


class GatewayMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        caller = caller_of(request)
        if caller is not None:
            _tell_limit(response, caller)
            _note(request, response, caller, round((time.perf_counter() - began) * 1000))
        return response


def _tell_limit(response: HttpResponse, caller: Caller) -> None:
    if caller.limit is not None:
        response["RateLimit-Limit"] = str(caller.limit.limit)
        response["RateLimit-Remaining"] = str(caller.limit.remaining)
        response["RateLimit-Reset"] = str(caller.limit.full_in_s)
        if not caller.limit.is_allowed:
            response["Retry-After"] = str(caller.limit.retry_after_s)


def _note(request: HttpRequest, response: HttpResponse, caller: Caller, duration_ms: int) -> None:
    matched = request.resolver_match
    try:
        record_request(
            caller=caller,
            actor_id=getattr(request.user, "pk", None) if hasattr(request, "user") else None,
            method=request.method or "",
            operation="/" + matched.route if matched and matched.route else "",
            status=response.status_code,
            duration_ms=duration_ms,
            rows=getattr(response, "answer_rows", None),
            request_id=request_id.get(),
        )
    except DatabaseError:  # what was answered stays answered, whatever becomes of its line
        logger.exception("a request could not be put into the log")
