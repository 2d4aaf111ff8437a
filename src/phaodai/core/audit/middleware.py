"""Put the user and the page into the history context of every writing request."""

from collections.abc import Callable

import pghistory
from django.http import HttpRequest, HttpResponse

from phaodai.core.audit.services import actor_name

WRITING = {"POST", "PUT", "PATCH", "DELETE"}


class HistoryMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in WRITING:
            return self.get_response(request)
        user = request.user if request.user.is_authenticated else None
        with pghistory.context(user=user and user.pk, user_name=actor_name(user), url=request.path):
            return self.get_response(request)
