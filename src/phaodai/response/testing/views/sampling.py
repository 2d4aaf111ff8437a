"""The sampling station: scan the tube, then the people. Phone first."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phaodai.city.people.models import Person
from phaodai.city.people.queries import search_people
from phaodai.core import clock, policy
from phaodai.core.access import requires
from phaodai.core.codes import is_valid
from phaodai.response.movement.references import read_reference
from phaodai.response.testing import rules, services
from phaodai.response.testing.errors import Refused
from phaodai.response.testing.models import Tube
from phaodai.response.testing.queries import orders, tubes
from phaodai.response.testing.reading import read_code
from phaodai.response.testing.services.sampling import require_unused
from phaodai.response.testing.terms import Method

METHODS = (Method.PCR, Method.PCR_POOL, Method.ANTIGEN)


@dataclass
class Station:
    """What lies on the table: the tube, the method, the people scanned so far."""

    tube: Tube
    method: str
    people: list[Person] = field(default_factory=list)
    refusal: str = ""
    candidates: list[Person] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Whether nobody else fits into the tube."""
        return bool(self._fault(len(self.people) + 1) in ("not_single", "too_large"))

    @property
    def is_ready(self) -> bool:
        """Whether the tube may be closed."""
        return not self._fault(len(self.people))

    @property
    def count(self) -> str:
        """ "3 / 10"."""
        return f"{len(self.people)} / {self.room}"

    @property
    def room(self) -> int:
        """How many people the tube holds by the policy in force."""
        return int(policy.get("testing.pool_size").value["largest"]) if self.method == Method.PCR_POOL else 1

    def _fault(self, size: int) -> str:
        limits = policy.get("testing.pool_size").value
        return rules.pool_fault(self.method, size, limits["smallest"], limits["largest"])


@require_http_methods(["GET", "POST"])
@requires("tests.sample")
def sample(request: HttpRequest) -> HttpResponse:
    """Step 1 scans the tube, step 2 the people; nothing is written before the tube is closed."""
    text = request.POST.get("tube", request.GET.get("tube", ""))
    method = request.POST.get("method", request.GET.get("method", ""))
    if method not in Method.values:
        method = Method.PCR_POOL
    if not text:
        return _first_step(request, method)
    try:
        tube = _scanned_tube(request.user, text)
    except Refused as refusal:
        return _first_step(request, method, text=text, refusal=refusal.sentence)
    station = Station(tube, method, orders.people_to_sample(request.user, _uuids(request, "people")))
    return _act(request, station) if request.method == "POST" else _second_step(request, station)


def _first_step(request: HttpRequest, method: str, **more: str) -> HttpResponse:
    context = {"method": method, "methods": [(m, m.label) for m in METHODS], **_figures(request), **more}
    return render(request, "testing/sample_tube.html", context)


def _figures(request: HttpRequest) -> dict[str, Any]:
    figures = orders.station_figures(request.user)
    is_today = figures.due_at is not None and clock.local_day(figures.due_at) == clock.today()
    return {"figures": figures, "due_form": "time" if is_today else "daymonth"}


def _scanned_tube(user: Any, text: str) -> Tube:
    code = read_code(text)
    if not is_valid(code):
        raise Refused("bad_code", code=text.strip()[:40])
    found = tubes.tubes_by_code(user, "tests.sample", [code]).get(code)
    if found is None:
        raise Refused("unknown_tube", code=code)
    require_unused(found)
    return found


def _uuids(request: HttpRequest, name: str) -> list[UUID]:
    found = []
    for text in request.POST.getlist(name):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _act(request: HttpRequest, station: Station) -> HttpResponse:
    """Add somebody, take somebody out, or close the tube."""
    if request.POST.get("deed") == "close":
        return _close(request, station)
    leaving = request.POST.get("leave")
    station.people = [person for person in station.people if str(person.uuid) != leaving]
    joining = orders.people_to_sample(request.user, _uuids(request, "join"))
    text = request.POST.get("person", "").strip()
    if text:
        joining += _scanned_people(request, station, text)
    for person in joining:
        _add(station, person)
    return _second_step(request, station)


def _add(station: Station, person: Person) -> None:
    if person in station.people:
        station.refusal = Refused("twice_in_tube", name=person.full_name).sentence
    elif station.is_full:
        largest = policy.get("testing.pool_size").value["largest"]
        code = "too_large" if station.method == Method.PCR_POOL else "not_single"
        station.refusal = Refused(code, largest=largest).sentence
    else:
        station.people.append(person)


def _scanned_people(request: HttpRequest, station: Station, text: str) -> list[Person]:
    """The person of a card's QR or a number; a typed name offers those it fits."""
    reference = read_reference(text)
    found = None
    if reference.uuid is not None:
        found = orders.person_by_uuid(request.user, reference.uuid)
    elif reference.code:
        found = orders.person_by_number(request.user, reference.code)
    if found is not None:
        return [found]
    station.candidates = list(search_people(request.user, text, limit=6, capability="tests.sample"))
    if not station.candidates:
        station.refusal = _(
            "Nobody found for “%(text)s” where you sample. Type the name or the phone number."
        ) % {"text": text[:40]}
    return []


def _close(request: HttpRequest, station: Station) -> HttpResponse:
    try:
        tube = services.take_sample(
            tube=station.tube, people=station.people, method=station.method, by=request.user
        )
    except Refused as refusal:
        station.refusal = refusal.sentence
        return _second_step(request, station)
    messages.success(
        request, _("%(tube)s is closed with %(n)s people.") % {"tube": tube.code, "n": len(station.people)}
    )
    if tube.method == Method.ANTIGEN:
        return redirect("testing:tube", uuid=tube.uuid)
    return redirect(f"{reverse('testing:sample')}?{urlencode({'method': tube.method})}")


def _second_step(request: HttpRequest, station: Station) -> HttpResponse:
    mates = [] if station.is_full else list(orders.household_mates(request.user, station.people))
    home = next((person.household for person in station.people if person.household_id), None)
    context = {"station": station, "mates": mates, "home": home, "methods": [(m, m.label) for m in METHODS]}
    return render(request, "testing/sample_people.html", context)
