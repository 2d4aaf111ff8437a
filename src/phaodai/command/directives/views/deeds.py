"""What every deed shares: do it, say how it went, show the page again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect


def do(request: HttpRequest, deed: Callable[[], Any], done: Any, url_name: str, uuid: Any) -> HttpResponse:
    """Do one thing; a refusal is a sentence on the page, a thing out of reach does not exist."""
    try:
        deed()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except PermissionDenied:
        raise Http404 from None
    else:
        messages.success(request, str(done))
    return redirect(url_name, uuid=uuid)


def mistakes(request: HttpRequest, form: Form, url_name: str, uuid: Any) -> HttpResponse:
    """The form came without what it needs (the browser asks for it first)."""
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        messages.error(request, f"{label}: {' '.join(map(str, errors))}")
    return redirect(url_name, uuid=uuid)
