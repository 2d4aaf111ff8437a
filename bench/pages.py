"""Pages as a city and as a ward user sees them."""

from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from bench.timing import Row, measure
from phaodai.city.accounts.models import User
from phaodai.city.areas.models import Area
from phaodai.city.people.models import Person
from phaodai.response.cases.models import Case

VIEWERS = {"city": "cdc", "ward": "ward_clerk"}


def sign_in(user: User) -> Client:
    """A client whose second factor is set up."""
    Authenticator.objects.get_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}}
    )
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def addresses(user: User) -> Iterator[tuple[str, str]]:
    """(name, path) of the pages measured; the case with the longest list, so that nothing is flattered."""
    case = Case.objects.visible_to(user).filter(contacts_listed_at__isnull=False).order_by("-pk").first()
    person = Person.objects.visible_to(user).order_by("pk").first()
    ward = Area.objects.get(code="00271", level="ward")
    yield "home", "/"
    if case:
        yield "case", reverse("cases:case", args=[case.uuid])
        yield "contacts", reverse("tracing:call_sheet", args=[case.uuid])
    if person:
        yield "person", reverse("people:person", args=[person.uuid])
    yield "people", "/people/"
    yield "search", "/search?q=nguyen+thi"
    yield "area", reverse("areas:area", args=[ward.uuid])
    yield "dashboard", "/dashboard"


def page_rows(n: int) -> list[Row]:
    """One row a page and viewer. A page that answers anything but 200 is no measurement."""
    rows = []
    for scope, username in VIEWERS.items():
        user = User.objects.get(username=username)
        client = sign_in(user)
        rows += [_page_row(f"{name} ({scope})", client, path, n) for name, path in addresses(user)]
    return rows


def _page_row(name: str, client: Client, path: str, n: int) -> Row:
    def open_page() -> int:
        status = client.get(path).status_code
        if status not in (200, 302):
            raise RuntimeError(f"{path} answered {status}.")
        return int(status)

    return measure(name, open_page, n=n)
