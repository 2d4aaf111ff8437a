"""Deeds in the order of their hours, each with the clock held at its own."""

import heapq
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from phaodai.core import clock
from phaodai.core.events.services import run_pending_steps

logger = logging.getLogger(__name__)
Deed = Callable[..., None]


class Player:
    """Plays deeds until ``now``; what a deed plans for later is played in its turn."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.played = 0
        self.refused: list[str] = []
        self._queue: list[tuple[datetime, int, Deed, tuple[Any, ...]]] = []
        self._count = 0

    def at(self, moment: datetime, deed: Deed, *args: Any) -> None:
        """Plan a deed; one after ``now`` never happens."""
        if moment <= self.now:
            heapq.heappush(self._queue, (moment, self._count, deed, args))
            self._count += 1

    @property
    def planned(self) -> int:
        return len(self._queue)

    def play(self, progress: Callable[[int, int], None] = lambda played, planned: None) -> None:
        """Play everything. A deed the services refuse is noted and left out."""
        while self._queue:
            moment, _number, deed, args = heapq.heappop(self._queue)
            with clock.frozen(moment):
                self._do(deed, args)
                run_pending_steps(limit=50_000)
            self.played += 1
            progress(self.played, self.planned)

    def _do(self, deed: Deed, args: tuple[Any, ...]) -> None:
        try:
            with transaction.atomic():
                deed(*args)
        except (ValidationError, PermissionDenied) as error:
            self.refused.append(f"{deed.__name__} {clock.now():%d/%m %H:%M}: {error!r}")
            logger.warning("left out: %s", self.refused[-1])
