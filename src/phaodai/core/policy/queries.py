"""Versions of a rule decided on screen."""

from django.db.models import QuerySet

from phaodai.core.policy.models import PolicyVersion


def versions_of(code: str) -> "QuerySet[PolicyVersion]":
    """Versions decided on screen, newest first."""
    return PolicyVersion.objects.filter(code=code).order_by("-id")
