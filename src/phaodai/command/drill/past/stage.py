"""What every deed of the past needs: the city, its ids, its users, and the dice."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from phaodai.city.areas.models import Area
from phaodai.city.people.models import Person
from phaodai.city.places.models import Place
from phaodai.command.drill.generator import GeneratedCity
from phaodai.command.drill.generator.outbreak import AT_HOME, Infection
from phaodai.command.drill.generator.people import NOBODY
from phaodai.command.drill.generator.routine import NOW_S
from phaodai.command.drill.loading.logins import Accounts
from phaodai.command.drill.loading.organizations import Organizations
from phaodai.command.drill.loading.people import LoadedPeople
from phaodai.command.drill.loading.visits import moment
from phaodai.command.drill.past.player import Player
from phaodai.response.cases.models import Case
from phaodai.response.quarantine.models import QuarantineSite

SOME, MANY = 5, 60  # people beside somebody sociable


@dataclass
class Stage:
    """The demo while its past is played."""

    city: GeneratedCity
    ids: LoadedPeople
    areas: dict[str, Area]
    wards: list[Area]
    organizations: Organizations
    accounts: Accounts
    player: Player
    rng: np.random.Generator
    sites: list[QuarantineSite] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return self.player.now

    def person(self, index: int) -> Person:
        """The person of an index of the generated city."""
        return Person.objects.select_related("area").get(pk=int(self.ids.persons[index]))

    def place(self, index: int) -> Place:
        """The public place of an index."""
        return Place.objects.get(pk=int(self.ids.places[index]))

    def case_of(self, index: int) -> Case | None:
        """The newest case of the person of an index."""
        return Case.objects.filter(person=int(self.ids.persons[index])).order_by("-pk").first()

    def healthy(self, count: int, ward: int | None = None) -> list[int]:
        """Adults with a telephone who were never infected, of one ward where given."""
        infected = {infection.person for infection in self.city.truth.infections}
        people = self.city.people
        fit = (people.age >= 18) & (people.age <= 70)
        if ward is not None:
            fit &= people.ward == ward
        chosen = self.rng.permutation(np.flatnonzero(fit))
        return [index for index in chosen.tolist() if index not in infected][:count]

    def sociable(self, count: int, back: timedelta = timedelta(days=2)) -> list[int]:
        """Healthy people with a family and a workplace whom scans of the last days put beside some others.

        Only those whose samples go to the laboratory of the login ``lab``.
        """
        people, sizes = self.city.people, np.bincount(self.city.people.household)
        fit = (people.base != NOBODY) & (sizes[people.household] >= 3)
        found: list[int] = []
        for index in self.healthy(len(people)):
            if fit[index] and self.lab_for(index)[1] == "lab" and self._has_company(index, back):
                found.append(index)
            if len(found) == count:
                break
        return found

    def _has_company(self, index: int, back: timedelta) -> bool:
        """Whether the scans show a handful of others at the same places and hours, and not half the city."""
        records = self.city.records
        since = NOW_S - back.total_seconds()
        others: set[int] = set()
        for row in np.flatnonzero((records.person == index) & (records.start >= since)).tolist():
            together = (records.place == records.place[row]) & (records.start < records.end[row])
            others |= set(records.person[together & (records.end > records.start[row])].tolist())
        return SOME <= len(others - {index}) <= MANY

    def lab_for(self, index: int) -> tuple[str, str]:
        """Code of the laboratory and user name, alternating."""
        return ("CDC-HN", "lab") if index % 3 else ("BV-TN", "lab_thanh_nhan")

    def hours_of(self, infection: Infection) -> tuple[datetime, datetime]:
        """When the sample was taken and when its result was written."""
        return moment(infection.sampled_at), moment(infection.resulted_at)

    def is_home(self, place: int) -> bool:
        return place == AT_HOME
