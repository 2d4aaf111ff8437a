"""What no text may hold: PostgreSQL stores no NUL. A search that carries one means the rest of what it says."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class DropNul:
    """Middleware: a NUL in the question after the address is left out. Forms refuse it by themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        question = request.META.get("QUERY_STRING", "")
        if "%00" in question:
            request.META["QUERY_STRING"] = question.replace("%00", "")
        return self.get_response(request)
