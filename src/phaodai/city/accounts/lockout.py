"""Locking after wrong passwords (django-axes): whose name is tried."""

from typing import Any

from django.http import HttpRequest


def username_of(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """The user name of an attempt, in small letters: ``An`` and ``AN`` count together.

    allauth signs in with ``username``, its form field and axes' own records say ``login``.
    """
    given = credentials or {}
    name = given.get("username") or given.get("login") or (request.POST.get("login") if request else "")
    return str(name or "").lower()
