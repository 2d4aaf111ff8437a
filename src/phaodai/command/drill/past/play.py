"""The whole past of the demo."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import numpy as np
from django.db import connection

from phaodai.city.areas.models import Area
from phaodai.command.drill.generator import GeneratedCity
from phaodai.command.drill.loading.logins import Accounts
from phaodai.command.drill.loading.organizations import Organizations
from phaodai.command.drill.loading.people import LoadedPeople
from phaodai.command.drill.past import (
    casework,
    connections,
    directives,
    duties,
    extras,
    lists,
    numbers,
    orders,
    oversight,
    papers,
    sources,
    testing,
)
from phaodai.command.drill.past.player import Player
from phaodai.command.drill.past.stage import Stage
from phaodai.core import clock, policy


def play_past(
    *,
    city: GeneratedCity,
    ids: LoadedPeople,
    areas: dict[str, Area],
    wards: list[Area],
    organizations: Organizations,
    accounts: Accounts,
    now: datetime,
    progress: Callable[[int, int], None] = lambda played, planned: None,
) -> Player:
    """Plan every deed before ``now`` and play them in their order; returns the player with what was
    refused.
    """
    player = Player(now)
    rng = np.random.default_rng([city.seed, 99])
    stage = Stage(city, ids, areas, wards, organizations, accounts, player, rng)
    with clock.frozen(now):
        orders.make_sites(stage)
    for number, infection in enumerate(
        one for one in city.truth.infections if one.sampled_at < one.resulted_at
    ):
        testing.sample_of(stage, infection)
        casework.plan_case(stage, infection, number)
    for plan in PLANS:
        plan(stage)
    with policy.held(), _without_waiting_for_the_disk():
        player.play(progress)
    return player


@contextmanager
def _without_waiting_for_the_disk() -> Iterator[None]:
    """A lost demo is loaded again; its thousand small commits need not be safe one by one."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
        try:
            yield
        finally:
            cursor.execute("RESET synchronous_commit")


PLANS: list[Callable[[Stage], None]] = [
    extras.plan_levels,
    extras.plan_singles,
    extras.plan_screening,
    extras.plan_suspects,
    extras.plan_mix_up,
    orders.plan_orders,
    orders.plan_objections,
    orders.plan_handovers,
    extras.plan_waiting,
    directives.plan_directives,
    papers.plan_papers,
    duties.plan_duties,
    connections.plan_connections,
    lists.plan_lists,
    sources.plan_sources,
    numbers.plan_numbers,
    oversight.plan_oversight,
]
