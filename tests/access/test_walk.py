"""The access walk: every address, as every role, with everything that lies in another district.

An id that opens something for those who may must answer a user elsewhere exactly as an id that does not exist.
No list, export, suggestion or worklist may hold a name from elsewhere.
"""

import io
import re
import uuid
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client

from phaodai.city.accounts.models import Grant, valid_from
from phaodai.city.accounts.permissions import ROLES, Role
from phaodai.core.access import ScopeRule
from phaodai.core.exchange.models import Import
from tests.access.far_away import SECRETS, FarAway, build_far_away
from tests.access.urls import Address, all_addresses
from tests.cast import make_user

STRANGERS = (
    "commander", "authority", "health_officer", "investigator", "ward_clerk_a", "ward_clerk_b", "sampler", "lab",
    "site_manager", "checkpoint", "place_keeper", "office_clerk", "unit_clerk",
)  # fmt: skip
"""Everybody of the cast who has nothing to do with the other district."""
LOCAL = {"local_admin": Role.LOCAL_ADMIN, "local_officer": Role.DATA_OFFICER}
"""Those who oversee a district: its accounts, its access log; nothing of another one."""
OWN = (
    "accounts/me/", "connections/mine/", "connections/enrol/", "oversight/emergency/", "visits/<visit_day:day>/",
)  # fmt: skip
"""What only whoever made it may open, whatever their roles."""
REFERENCE = (
    *(
        "areas/",
        "organizations/",
        "people/organizations/",
        "people/areas/",
        "places/area/",
        "indicators/area/",
        "policy/",
        "duties/",
    ),
    *("api/v1/areas", "api/v1/organizations", "api/v1/duties"),
)
"""What every signed-in user may read."""
DEEDS = (
    "duties/areas/<uuid:uuid>/name/",
    "duties/roster/<uuid:uuid>/plan/",
    "duties/<uuid:uuid>/relieve/",
)
"""What of it only those may change whose area it is."""
OPEN_TO_ALL = ("api/v1/openapi.json", "api/v1/notices")
"""Operations that need no sign-in: the contract, and what is announced to everybody."""
SOUGHT = ("?q=Giang", "?q=%2B84+9000+00105")
"""The telephone is asked for in a form no page prints, so that an echo of the question is no find."""
EXPORTS = ("?format=xlsx", "?format=csv")


@pytest.fixture
def far(cast) -> FarAway:
    return build_far_away(cast)


@pytest.fixture
def almighty(cast, far, client_as) -> Client:
    """Somebody with every role for the whole system: finds out which id opens which address."""
    user = make_user("almighty", Role.CDC)
    Import.objects.update(owner_id=user.pk)
    Grant.objects.bulk_create([Grant(user=user, role=role, valid=valid_from()) for role in ROLES])
    return client_as(user)


@pytest.fixture
def strangers(cast, client_as) -> dict[str, Client]:
    cast.users.update({name: make_user(name, role, area=cast.hbt) for name, role in LOCAL.items()})
    return {name: client_as(cast.users[name]) for name in (*STRANGERS, *LOCAL)}


def ask(client: Client, method: str, path: str) -> Any:
    """One request whose effects are taken back."""
    with transaction.atomic():
        answer = getattr(client, method)(path, secure=False)
        transaction.set_rollback(True)
    return answer


def text_of(answer: Any) -> str:
    """The body as text; workbooks are unpacked."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"".join(book.read(name) for name in book.namelist())
    return body.decode("utf-8", "replace")


def with_parameters() -> list[Address]:
    found = [address for address in all_addresses() if address.parameters]
    return [
        address for address in found if address.path in DEEDS or not address.path.startswith(REFERENCE + OWN)
    ]


def group_of(address: Address) -> str:
    """The walk is cut by module, so that two processes can share it."""
    parts = address.path.split("/")
    return f"{parts[0]}/{parts[2]}" if parts[0] == "api" else parts[0]


GROUPS = sorted({group_of(address) for address in with_parameters()})


def live_pairs(address: Address, far: FarAway, almighty: Client) -> list[tuple[str, Any]]:
    """The (method, id) pairs that open something for those who may."""
    takes_numbers = {kind for kind, _name in address.parameters} == {"int"}
    named = {name: value for name, value in far.ids.items() if isinstance(value, uuid.UUID) != takes_numbers}
    likely = [value for name, value in named.items() if is_likely(name, address)]
    others = [value for name, value in named.items() if not is_likely(name, address)]
    return [
        pair
        for method in ("get", "post")
        for pair in (
            list(_open_by(method, address, likely, far, almighty))
            or islice(_open_by(method, address, others, far, almighty), 1)
        )
    ]


def is_likely(name: str, address: Address) -> bool:
    """Whether an address speaks of this kind of thing; others are tried until one opens, an address opens one kind."""
    return name.split("_")[0].removesuffix("y") in address.path.replace("-", "_")


def _open_by(
    method: str, address: Address, values: list[Any], far: FarAway, almighty: Client
) -> Iterator[tuple[str, Any]]:
    by_path = {
        address.fill(value, far.ids): value for value in reversed(values)
    }  # parameters that are no ids
    for path, value in by_path.items():
        answer = ask(almighty, method, path)
        status = answer.status_code
        if answer.streaming:
            text_of(answer)  # read to its end, it leaves no file open
        if status == 405:  # a method not served for one id is served for none
            return
        if status != 404:
            yield method, value


@pytest.mark.parametrize("group", GROUPS)
def test_ids_from_elsewhere_answer_like_ids_that_do_not_exist(far, almighty, strangers, cast, group):
    leaks, vacuous = [], []
    for address in (found for found in with_parameters() if group_of(found) == group):
        pairs = live_pairs(address, far, almighty)
        if not pairs and address.capability != "public":
            vacuous.append(address.path)
        leaks += find_leaks(address, pairs, strangers, cast, far.ids)
    assert not leaks
    assert not vacuous, "nothing in tests/access/far_away.py opens these: add one"


def seen(answer: Any, value: Any) -> tuple[int, str]:
    """What a visitor gets: the status, and of a page its text without the id and the form's own token."""
    text = text_of(answer).replace(str(value), "") if answer.status_code == 200 else ""
    return answer.status_code, re.sub(r'value="\w{64}"|"X-CSRFToken": "\w+"', "", text)


def find_leaks(
    address: Address,
    pairs: list[tuple[str, Any]],
    strangers: dict[str, Client],
    cast: Any,
    ids: dict[str, Any],
) -> list[str]:
    """Those who lack the capability are asked once; those who hold it elsewhere, for every id that opens."""
    if address.capability in ("public", "signed_in"):
        return []
    found = []
    for name, client in strangers.items():
        may = address.capability == "api" or cast.users[name].may(address.capability)
        missing: dict[str, Any] = {}
        for method, value in pairs if may else pairs[:1]:
            if method not in missing:
                nothing = uuid.uuid4() if isinstance(value, uuid.UUID) else 999_999_999
                missing[method] = seen(ask(client, method, address.fill(nothing, ids)), nothing)
            answer = ask(client, method, address.fill(value, ids))
            if seen(answer, value) != missing[method]:
                found.append(
                    f"{name} {method} {address.path} {value}: {answer.status_code}, missing {missing[method][0]}"
                )
            elif any(secret in text_of(answer) for secret in SECRETS):
                found.append(f"{name} {method} {address.path} names what it hides")
    return found


def names_a_secret(text: str) -> bool:
    return any(secret in text for secret in SECRETS)


def questions(client: Client, path: str) -> Iterator[tuple[str, str]]:
    """Every way to ask one address, with its answer: plainly, by search, and as exports."""
    answer = ask(client, "get", path)
    yield path, text_of(answer)
    for query in SOUGHT + EXPORTS if answer.status_code == 200 else ():
        yield path + query, text_of(ask(client, "get", path + query))


@pytest.mark.parametrize("name", [*STRANGERS, *LOCAL])
def test_no_list_export_or_suggestion_names_what_lies_elsewhere(far, strangers, name):
    paths = sorted({address.fill("") for address in all_addresses() if not address.parameters})
    answers = [answer for path in paths for answer in questions(strangers[name], path)]
    assert not [asked for asked, text in answers if names_a_secret(text)]


def test_those_who_may_do_see_it(far, almighty, cast, client_as):
    """The walk would be worth nothing if nobody saw the secrets."""
    clerk = client_as(cast.ward_clerk_c)
    for path in ("/cases/", "/cases/?format=csv", "/cases/?format=xlsx"):
        assert "XA-0001" in text_of(ask(clerk, "get", path))
    for query in SOUGHT:
        assert "Đoàn Quốc Giang" in text_of(ask(clerk, "get", "/people/" + query))


def test_anonymous_visitors_are_sent_to_sign_in(far):
    client = Client()
    for address in all_addresses():
        if address.capability != "public" and address.path not in OPEN_TO_ALL:
            answer = ask(
                client, "get", address.fill(far.ids["case"]) if address.parameters else address.fill("")
            )
            assert answer.status_code in (302, 401, 404, 405), address.path
            assert not any(secret in text_of(answer) for secret in SECRETS)


def scoped_models() -> list[type]:
    ours = [m for c in apps.get_app_configs() if c.name.startswith("phaodai.") for m in c.get_models()]
    tracked = [m for m in ours if not hasattr(m, "pgh_tracked_model")]
    return [m for m in tracked if any(f.name == "uuid" for f in m._meta.fields) and _is_scoped(m)]


def _is_scoped(model: type) -> bool:
    rule: ScopeRule = model.scope_rule  # type: ignore[attr-defined]
    return not rule.describe.startswith(("reference", "internal", "own"))


def test_one_of_everything_lies_elsewhere(far):
    """A new scoped model must be put into tests/access/far_away.py."""
    ids = {value for value in far.ids.values() if not isinstance(value, str)}
    absent = [m.__name__ for m in scoped_models() if not m.objects.filter(uuid__in=ids).exists()]
    assert not absent
