"""Tubes for the search box of the header."""

from typing import Any

from django.db.models import QuerySet

from phaodai.core.codes import normalize_code
from phaodai.response.testing.models import Tube


def search_tubes(user: Any, text: str) -> "QuerySet[Tube]":
    """Visible tubes whose code begins with the text as typed or scanned, newest first."""
    code = normalize_code(text)
    tubes = (
        Tube.objects.visible_to(user).filter(code__startswith=code) if len(code) > 2 else Tube.objects.none()
    )
    return tubes.select_related("area").order_by("-pk")
