"""What the pages share."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse

PAGE = 50


def add_errors(form: Any, error: ValidationError) -> None:
    """Put a service's refusal where it belongs; a field the form lacks becomes a mistake of the whole."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def refused_as_missing(write: Callable[[], Any]) -> Any:
    """What lies out of reach answers as if it were not there."""
    try:
        return write()
    except PermissionDenied:
        raise Http404 from None


def do(request: HttpRequest, write: Callable[[], Any], done: str, then: HttpResponse) -> HttpResponse:
    """Do one deed and say how it went."""
    try:
        refused_as_missing(write)
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, done)
    return then
