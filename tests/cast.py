"""The fixed cast: one small city, one user a role, a few people, for every test.

Loaded as a pytest plugin by the root conftest. Everything is built by plain inserts, so that a test of one
module never waits for another's services.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from phaodai.city.accounts.models import Grant, User, valid_from
from phaodai.city.accounts.permissions import Role
from phaodai.city.areas.models import Area, AreaClosure
from phaodai.city.areas.terms import AreaLevel
from phaodai.city.organizations.models import Organization
from phaodai.city.organizations.terms import OrganizationKind
from phaodai.city.people.models import Household, Identifier, Person
from phaodai.city.people.terms import IdentifierKind, Sex
from phaodai.city.places.models import Place
from phaodai.city.places.terms import PlaceKind
from phaodai.core import clock
from phaodai.core.codes import make_code
from phaodai.core.text import name_sort_key, search_key, sort_key

NOW = datetime(2021, 9, 14, 16, 0, tzinfo=clock.TZ)
FOREVER = (date(2020, 1, 1), None)


def at(day: int, hour: int = 0, minute: int = 0, month: int = 9) -> datetime:
    """A local moment of the scenario: ``at(10, 7, 30)`` is 10/9/2021 07:30."""
    return datetime(2021, month, day, hour, minute, tzinfo=clock.TZ)


@dataclass
class City:
    """The ground: areas, organisations and places by short name."""

    areas: dict[str, Area] = field(default_factory=dict)
    organizations: dict[str, Organization] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        for group in (self.__dict__["areas"], self.__dict__["organizations"], self.__dict__["places"]):
            if name in group:
                return group[name]
        raise AttributeError(name)


def make_area(code: str, name: str, level: str, parent: Area | None = None, **facts: Any) -> Area:
    """An area with its closure rows."""
    area = Area.objects.create(
        code=code,
        name=name,
        level=level,
        parent=parent,
        valid=FOREVER,
        sort_key=sort_key(name),
        search_key=search_key(name),
        **facts,
    )
    above = AreaClosure.objects.filter(descendant=parent).order_by("depth") if parent else []
    rows = [AreaClosure(ancestor=area, descendant=area, depth=0)]
    rows += [AreaClosure(ancestor=row.ancestor, descendant=area, depth=row.depth + 1) for row in above]
    AreaClosure.objects.bulk_create(rows)
    return area


def make_organization(code: str, name: str, kind: str, area: Area, **facts: Any) -> Organization:
    return Organization.objects.create(
        code=code,
        name=name,
        kind=kind,
        area=area,
        sort_key=sort_key(name),
        search_key=search_key(name),
        **facts,
    )


def make_place(number: int, name: str, kind: str, area: Area, **facts: Any) -> Place:
    return Place.objects.create(
        code=make_code("D", 900_000 + number),
        name=name,
        kind=kind,
        area=area,
        sort_key=sort_key(name),
        search_key=search_key(name),
        **facts,
    )


def make_person(full_name: str, area: Area, *, citizen_code: str = "", **facts: Any) -> Person:
    person = Person.objects.create(
        full_name=full_name,
        area=area,
        sort_key=name_sort_key(full_name),
        search_key=search_key(full_name),
        **facts,
    )
    if citizen_code:
        Identifier.objects.create(person=person, kind=IdentifierKind.CITIZEN, value=citizen_code)
    person.refresh_from_db()
    return person


def make_user(
    username: str, role: str, *, full_name: str = "", area: Any = None, organization: Any = None
) -> User:
    """A user with one grant. The password is ``demo-password-1``."""
    user = User(username=username, full_name=full_name or username, title=str(Role(role).label_vi))
    user.set_password("demo-password-1")
    user.save()
    Grant.objects.create(user=user, role=role, area=area, organization=organization, valid=valid_from())
    return user


def build_city() -> City:
    city = City()
    hanoi = make_area("01", "Thành phố Hà Nội", AreaLevel.PROVINCE, population=8_246_500)
    hbt = make_area("007", "Quận Hai Bà Trưng", AreaLevel.DISTRICT, hanoi, population=315_900)
    dongda = make_area("006", "Quận Đống Đa", AreaLevel.DISTRICT, hanoi, population=401_700)
    city.areas = {
        "hanoi": hanoi,
        "hbt": hbt,
        "dongda": dongda,
        "ward_a": make_area(
            "00271", "Phường Thanh Nhàn", AreaLevel.WARD, hbt, latitude=21.005, longitude=105.854
        ),
        "ward_b": make_area(
            "00286", "Phường Bạch Mai", AreaLevel.WARD, hbt, latitude=21.0008, longitude=105.8506
        ),
        "ward_c": make_area("00199", "Phường Láng Hạ", AreaLevel.WARD, dongda),
    }
    _build_organizations(city)
    _build_places(city)
    return city


def _build_organizations(city: City) -> None:
    kinds = OrganizationKind
    rows = {
        "cdc": ("CDC-HN", "CDC Hà Nội", kinds.LABORATORY, city.hanoi),
        "other_lab": ("BV-TN", "Bệnh viện Thanh Nhàn", kinds.LABORATORY, city.hbt),
        "health_centre": ("TTYT-HBT", "Trung tâm Y tế quận Hai Bà Trưng", kinds.HEALTH, city.hbt),
        "committee": ("UBND-HBT", "UBND quận Hai Bà Trưng", kinds.COMMITTEE, city.hbt),
        "site": ("KCL-1", "Khu cách ly Trường Đoàn Kết", kinds.QUARANTINE_SITE, city.ward_b),
    }
    city.organizations = {
        key: make_organization(code, name, kind, area) for key, (code, name, kind, area) in rows.items()
    }


def _build_places(city: City) -> None:
    rows = {
        "market": ("Chợ Mơ", PlaceKind.MARKET, city.ward_b),
        "workshop": ("Xưởng in Minh Khai", PlaceKind.FACTORY, city.ward_a),
        "canteen": ("Quán bún số 12", PlaceKind.RESTAURANT, city.ward_a),
        "far_shop": ("Cửa hàng Láng Hạ", PlaceKind.SHOP, city.ward_c),
        "home_a": ("Ngõ 12, số 7", PlaceKind.HOME, city.ward_a),
    }
    city.places = {
        key: make_place(number, name, kind, area)
        for number, (key, (name, kind, area)) in enumerate(rows.items(), 1)
    }


@dataclass
class Cast:
    """Users by role and a few people; attributes as listed in `build_cast`."""

    city: City
    users: dict[str, User]
    people: dict[str, Person]
    now: datetime = NOW

    def __getattr__(self, name: str) -> Any:
        for group in (self.__dict__["users"], self.__dict__["people"]):
            if name in group:
                return group[name]
        return getattr(self.__dict__["city"], name)


def _build_users(city: City) -> dict[str, User]:
    district, ward_a, ward_b = {"area": city.hbt}, {"area": city.ward_a}, {"area": city.ward_b}
    rows: dict[str, tuple[str, dict[str, Any], str]] = {
        "commander": (Role.COMMANDER, district, "Trần Quốc Vinh"),
        "authority": (Role.AUTHORITY, district, "Đỗ Minh Quân"),
        "cdc_officer": (Role.CDC, {"area": city.hanoi}, "Lê Hoài An"),
        "health_officer": (Role.HEALTH_OFFICER, district, "Vũ Thanh Mai"),
        "investigator": (Role.INVESTIGATOR, district, "Phạm Thu Hà"),
        "ward_clerk_a": (Role.WARD_CLERK, ward_a, "Đặng Tuấn Kiệt"),
        "ward_clerk_b": (Role.WARD_CLERK, ward_b, "Nguyễn Thị Ngân"),
        "ward_clerk_c": (Role.WARD_CLERK, {"area": city.ward_c}, "Bùi Văn Sơn"),
        "sampler": (Role.SAMPLER, ward_a, "Hoàng Thị Yến"),
        "lab": (Role.LAB, {"organization": city.cdc}, "Ngô Thị Lan"),
        "other_lab_user": (Role.LAB, {"organization": city.other_lab}, "Mai Thị Hường"),
        "site_manager": (Role.SITE_MANAGER, {"organization": city.site}, "Cao Xuân Bách"),
        "checkpoint": (Role.CHECKPOINT, district, "Trịnh Văn Hòa"),
        "place_keeper": (Role.PLACE_KEEPER, ward_a, "Tạ Đức Long"),
        "office_clerk": (Role.OFFICE, {"organization": city.committee}, "Hồ Bích Thủy"),
        "unit_clerk": (Role.UNIT, {"organization": city.health_centre}, "Kiều Minh Anh"),
        "data_officer": (Role.DATA_OFFICER, {}, "Phùng Thế Vinh"),
        "admin": (Role.ADMIN, {}, "Lương Thị Nga"),
    }
    return {key: make_user(key, role, full_name=name, **where) for key, (role, where, name) in rows.items()}


def _build_people(city: City) -> dict[str, Person]:
    home = Household.objects.create(
        code="HO-A-1", area=city.ward_a, address="Ngõ 12, số 7", place=city.home_a
    )
    male, female = {"sex": Sex.MALE}, {"sex": Sex.FEMALE}
    together = {"household": home, "address": home.address}
    return {
        "an": make_person(
            "Nguyễn Văn An", city.ward_a, citizen_code="001074000011", birth_year=1974, phone="+84900000101",
            **male, **together,
        ),
        "binh": make_person(
            "Trần Thị Bình", city.ward_a, citizen_code="001176000022", birth_year=1976, phone="+84900000102",
            **female, **together,
        ),
        "chi": make_person("Lê Thị Chi", city.ward_b, birth_year=1992, phone="+84900000103", **female),
        "dung": make_person("Phạm Văn Dũng", city.ward_b, birth_year=1968, phone="+84900000104", **male),
        "giang": make_person("Đoàn Quốc Giang", city.ward_c, birth_year=1959, phone="+84900000105", **male),
        "hoa": make_person("Bùi Thị Hoa", city.ward_a, birth_year=1983, phone="+84900000106", **female),
    }  # fmt: skip


def build_cast() -> Cast:
    """The whole cast in the database."""
    city = build_city()
    return Cast(city=city, users=_build_users(city), people=_build_people(city))


@pytest.fixture
def scenario_clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[datetime]:
    """The scenario clock held at 14/9/2021 16:00; its setting is read once, so that queries can be counted."""
    clock.forget()
    monkeypatch.setattr("phaodai.core.clock.time.CACHE_SECONDS", float("inf"))
    with clock.frozen(NOW) as moment:
        yield moment
    clock.forget()


@pytest.fixture
def cast(db: None, scenario_clock: datetime) -> Cast:
    """The fixed cast, with the clock held."""
    return build_cast()


@pytest.fixture
def city(cast: Cast) -> City:
    return cast.city


@pytest.fixture
def client_as(db: None) -> Any:
    """``client_as(user)``: a test client signed in as that user, second factor done."""

    def sign_in(user: User) -> Client:
        give_second_factor(user)
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


def give_second_factor(user: User) -> None:
    """Mark the user as having a second factor set up."""
    from allauth.mfa.models import Authenticator  # noqa: PLC0415 - models are not ready when plugins load

    Authenticator.objects.get_or_create(
        user=user,
        type=Authenticator.Type.TOTP,
        defaults={"data": {"secret": "x", "made_at": str(timezone.now())}},
    )
