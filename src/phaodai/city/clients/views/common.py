"""What the pages share."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from phaodai.core.access import refused_as_missing

PAGE = 50


def do(request: HttpRequest, write: Callable[[], Any], done: str, then: HttpResponse) -> HttpResponse:
    """Do one deed and say how it went."""
    try:
        refused_as_missing(write)
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, done)
    return then
