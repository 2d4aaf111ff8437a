"""What the pages share."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404


def written(form: Any, write: Callable[[], Any]) -> Any:
    """What a service returns; None where the form now says why it refused. Forbidden answers as missing."""
    try:
        return write()
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            form.add_error(None, error)
            return None
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
        return None
