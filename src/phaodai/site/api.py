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

ROUTERS = {
    "/areas": "phaodai.city.areas.api",
    "/area-changes": "phaodai.city.succession.api",
    "/organizations": "phaodai.city.organizations.api",
    "/places": "phaodai.city.places.api",
    "/people": "phaodai.city.people.api",
    "/duties": "phaodai.city.duties.api",
    "/visits": "phaodai.response.movement.api",
    "/cases": "phaodai.response.cases.api",
    "/contacts": "phaodai.response.tracing.api",
    "/tests": "phaodai.response.testing.api",
    "/quarantine": "phaodai.response.quarantine.api",
    "/indicators": "phaodai.city.indicators.api",
    "/directives": "phaodai.command.directives.api",
}

api = NinjaAPI(
    title="Pháo Đài",
    version="1.0",
    description="Trace, test, isolate: the city's epidemic response.",
    auth=[TokenAuth(), SessionAuth()],
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
