"""The API: one root, every module's router, and one shape for everything that can go wrong."""

from importlib import import_module
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as InputError

from phaodai.city.accounts.api_auth import SessionAuth, TokenAuth
from phaodai.city.clients.api_auth import DeviceAuth, KeyAuth
from phaodai.core.gateway import ClockWrong, TooManyRequests
from phaodai.site.openapi import complete

ROUTERS = {
    "": "phaodai.city.clients.api",
    "/areas": "phaodai.city.areas.api",
    "/area-changes": "phaodai.city.succession.api",
    "/organizations": "phaodai.city.organizations.api",
    "/places": "phaodai.city.places.api",
    "/people": "phaodai.city.people.api",
    "/duties": "phaodai.city.duties.api",
    "/visits": "phaodai.response.movement.api",
    "/cases": "phaodai.response.cases.api",
    "/contacts": "phaodai.response.tracing.api",
    "/outbreaks": "phaodai.response.outbreaks.api",
    "/notices": "phaodai.response.notices.api",
    "/investigations": "phaodai.response.investigations.api",
    "/tests": "phaodai.response.testing.api",
    "/quarantine": "phaodai.response.quarantine.api",
    "/indicators": "phaodai.city.indicators.api",
    "/directives": "phaodai.command.directives.api",
}


class CountingAPI(NinjaAPI):
    """Notes how many rows an answer holds, for the log of requests."""

    def create_response(self, request: HttpRequest, data: Any, **how: Any) -> HttpResponse:
        response = super().create_response(request, data, **how)
        response.answer_rows = rows_of(data)  # type: ignore[attr-defined]
        return response

    def get_openapi_schema(self, **how: Any) -> Any:
        """The description, completed (see `openapi`)."""
        return complete(super().get_openapi_schema(**how), capabilities_by_operation(self))


def capabilities_by_operation(known: NinjaAPI) -> dict[str, str]:
    """What each operation asks of its caller."""
    return {
        operation.operation_id or known.get_openapi_operation_id(operation): getattr(
            operation.view_func, "capability", ""
        )
        for _prefix, router in known._routers
        for path in router.path_operations.values()
        for operation in path.operations
    }


def rows_of(data: Any) -> int | None:
    """Rows in an answer: of a list its length, of a page its longest list, else one; of a mistake none."""
    if isinstance(data, list):
        return len(data)
    if not isinstance(data, dict) or "message" in data:
        return None
    return max((len(value) for value in data.values() if isinstance(value, list)), default=1)


api = CountingAPI(
    title="Pháo Đài",
    version="1.0",
    description=(
        "Trace, test, isolate: the city's epidemic response. How to get a key, page, handle errors and limits, and "
        "check webhooks: `/api/v1/docs`."
    ),
    auth=[TokenAuth(), DeviceAuth(), KeyAuth(), SessionAuth()],
    urls_namespace="api",
    docs_url=None,
)
for prefix, module in ROUTERS.items():
    api.add_router(prefix, import_module(module).router)


def _answer(
    request: HttpRequest, status: int, code: str, message: str, field: str | None = None
) -> HttpResponse:
    document = {"code": code, "message": message, "field": field}
    return api.create_response(request, document, status=status)


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Any) -> HttpResponse:
    return _answer(request, 404, "not_found", _("There is nothing here, or it is not for you."))


@api.exception_handler(PermissionDenied)
def forbidden(request: HttpRequest, error: Any) -> HttpResponse:
    return _answer(request, 404, "not_found", _("There is nothing here, or it is not for you."))


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: Any) -> HttpResponse:
    return _answer(request, 401, "not_signed_in", _("Sign in, or send a valid token."))


@api.exception_handler(TooManyRequests)
def too_many(request: HttpRequest, error: TooManyRequests) -> HttpResponse:
    wait = {"seconds": error.taken.retry_after_s}
    message = _("Too many requests; try again in %(seconds)s s.") % wait
    return _answer(request, 429, "too_many_requests", message)


@api.exception_handler(ClockWrong)
def clock_wrong(request: HttpRequest, error: ClockWrong) -> HttpResponse:
    if error.skew_s is None:
        message = _("A device says its time with each call: X-Client-Time, ISO with offset.")
        return _answer(request, 422, error.code, message, "X-Client-Time")
    message = _("The device's clock is %(seconds)s s off. Set it right, then send again; nothing was taken.")
    return _answer(request, 422, error.code, message % {"seconds": error.skew_s}, "X-Client-Time")


@api.exception_handler(ValidationError)
def refused(request: HttpRequest, error: ValidationError) -> HttpResponse:
    if hasattr(error, "error_dict"):
        name, messages = next(iter(error.message_dict.items()))
        return _answer(request, 422, "invalid", messages[0], name)
    return _answer(request, 422, getattr(error, "code", None) or "invalid", error.messages[0])


@api.exception_handler(InputError)
def malformed(request: HttpRequest, error: InputError) -> HttpResponse:
    first = error.errors[0]
    field = ".".join(str(part) for part in first.get("loc", ())[1:])
    return _answer(request, 422, "invalid", str(first.get("msg", "")), field)


@api.exception_handler(DataError)
@api.exception_handler(UnicodeEncodeError)
@api.exception_handler(OverflowError)
def unstorable(request: HttpRequest, error: Exception) -> HttpResponse:
    """A number beyond every column, half a character, a NUL: valid JSON that no database holds."""
    return _answer(request, 422, "invalid", _("A value is too large, or holds signs that are no text."))


@api.exception_handler(IntegrityError)
def conflict(request: HttpRequest, error: IntegrityError) -> HttpResponse:
    return _answer(request, 409, "conflict", _("This contradicts something that is already recorded."))


@api.exception_handler(HttpError)
def other(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _answer(request, error.status_code, "refused", str(error))
