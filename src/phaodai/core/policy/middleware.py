"""Rules within one request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from phaodai.core.policy.in_force import held


class HoldPolicies:
    """Middleware: a page that only reads asks the database for the rules once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with held():
            return self.get_response(request)
