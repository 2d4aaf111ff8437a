"""Which engine answers: the query over the ledger, or the sealed segments. One setting; the answers are the same."""

import logging
from collections.abc import Sequence

from django.conf import settings

from phaodai.response.tracing import copresence
from phaodai.response.tracing.copresence import Found, Period
from tracegraph import LingerPolicy
from tracegraph.segments.errors import StoreError
from tracegraph.segments.packages import load

logger = logging.getLogger(__name__)
SEGMENTS = "segments"
NAMES = {"sql": "postgresql", SEGMENTS: SEGMENTS}


def engine_name() -> str:
    """What a trace notes as its engine."""
    return NAMES[settings.PHAODAI_TRACE_ENGINE]


def meetings_of(periods: Sequence[Period], policy: LingerPolicy, together_s: int = 0) -> Found:
    """As `copresence.meetings_of`, by the engine the operator chose.

    Where the segments cannot be used at all, the log says why and the ledger answers: slower, never less.
    """
    if settings.PHAODAI_TRACE_ENGINE == SEGMENTS:
        try:
            found: Found = load("phaodai.response.tracing.sealed").meetings_of(periods, policy, together_s)
            return found
        except StoreError as error:
            logger.error("%s The ledger answers instead.", error)
    return copresence.meetings_of(periods, policy, together_s)
