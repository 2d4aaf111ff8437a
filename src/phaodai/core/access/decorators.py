"""Every view and API operation carries exactly one of these; an architecture test looks for the mark."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode

PUBLIC = "public"
SIGNED_IN = "signed_in"


def redirect_to_login(path: str) -> HttpResponse:
    """Send an anonymous visitor to the sign-in page and back here afterwards."""
    return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': path})}")


def requires(capability: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let in users who hold ``capability`` somewhere; answer 404 to the others.

    Where the capability reaches is the business of the query (`visible_to`).
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not request.user.may(capability):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.capability = capability  # type: ignore[attr-defined]
        return guarded

    return decorate


def signed_in(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let in any signed-in user."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.capability = SIGNED_IN  # type: ignore[attr-defined]
    return guarded


def public(view: Callable[..., Any]) -> Callable[..., Any]:
    """State that anybody may open this view."""
    view.capability = PUBLIC  # type: ignore[attr-defined]
    return view
