"""Decisions by their ids, for an undo."""

from django.db.models import QuerySet

from phaodai.response.tracing.models import ContactDecision


def decisions_by_ids(ids: list[int]) -> "QuerySet[ContactDecision]":
    """The decisions; who may take them back is the service's question."""
    return ContactDecision.objects.filter(pk__in=ids)
