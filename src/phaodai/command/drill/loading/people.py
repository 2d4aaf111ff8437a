"""Places, homes, people and what binds them to places, by COPY."""

from dataclasses import dataclass

import numpy as np

from phaodai.city.areas.models import Area
from phaodai.city.people.models import Affiliation, Household, Identifier, Person, Residence
from phaodai.city.people.terms import AffiliationKind, IdentifierKind, ResidenceKind, Sex
from phaodai.city.places.models import Place
from phaodai.city.places.numbering import next_codes
from phaodai.city.places.services import place_keys
from phaodai.city.places.terms import PlaceKind
from phaodai.command.drill.generator import GeneratedCity
from phaodai.command.drill.generator.city import uuid_at
from phaodai.command.drill.generator.people import NOBODY
from phaodai.command.drill.loading.copying import copy_rows, reserve_ids
from phaodai.command.drill.loading.organizations import Organizations
from phaodai.core.text import name_sort_key, search_key

SINCE = "[2021-07-01,)"
MOVED_IN = "[2015-01-01,)"
PLACE_COLUMNS = [
    "id", "uuid", "code", "kind", "name", "sort_key", "search_key", "address", "area_id", "organization_id",
    "latitude", "longitude", "is_active",
]  # fmt: skip
PERSON_COLUMNS = [
    "id", "uuid", "full_name", "sort_key", "search_key", "birth_year", "sex", "phone", "occupation",
    "nationality", "area_id", "address", "household_id",
]  # fmt: skip
ELSEWHERE = {
    "030": "tỉnh Hải Dương", "031": "thành phố Hải Phòng", "033": "tỉnh Hưng Yên", "034": "tỉnh Thái Bình",
    "035": "tỉnh Hà Nam", "036": "tỉnh Nam Định", "037": "tỉnh Ninh Bình", "038": "tỉnh Thanh Hóa",
    "026": "tỉnh Vĩnh Phúc", "027": "tỉnh Bắc Ninh", "019": "tỉnh Thái Nguyên", "025": "tỉnh Phú Thọ",
}  # fmt: skip
OCCUPATIONS = {
    PlaceKind.WORKPLACE: "Nhân viên văn phòng",
    PlaceKind.FACTORY: "Công nhân",
    PlaceKind.SHOP: "Nhân viên bán hàng",
    PlaceKind.RESTAURANT: "Nhân viên quán ăn",
    PlaceKind.MARKET: "Tiểu thương",
    PlaceKind.HEALTH_FACILITY: "Nhân viên y tế",
    PlaceKind.PHARMACY: "Dược sĩ",
    PlaceKind.SUPERMARKET: "Nhân viên siêu thị",
    PlaceKind.SCHOOL: "Giáo viên",
}
OWNERS = {
    "Bệnh viện Thanh Nhàn": "BV-TN",
    "Chợ Mơ": "BQL-CM",
    "Chốt kiểm soát Ngã tư Trung Hiền": "CHOT-TH",
}


@dataclass
class LoadedPeople:
    """Database ids by index of the generated city."""

    persons: np.ndarray
    places: np.ndarray
    homes: np.ndarray
    households: np.ndarray


def load_people(city: GeneratedCity, wards: list[Area], organizations: Organizations) -> LoadedPeople:
    """Write public places, homes, households, people, identifiers, residences, work and study."""
    ids = LoadedPeople(
        persons=reserve_ids(Person, len(city.people)),
        places=reserve_ids(Place, len(city.ground.places)),
        homes=reserve_ids(Place, len(city.people.home_address)),
        households=reserve_ids(Household, len(city.people.home_address)),
    )
    _copy_places(city, wards, organizations, ids)
    _copy_homes(city, wards, ids)
    _copy_households(city, wards, ids)
    _copy_persons(city, wards, ids)
    _copy_identifiers(city, ids)
    _copy_residences(city, wards, ids)
    _copy_affiliations(city, ids)
    return ids


def _copy_places(
    city: GeneratedCity, wards: list[Area], organizations: Organizations, ids: LoadedPeople
) -> None:
    rng = np.random.default_rng([city.seed, 5])
    uuids = rng.integers(0, 256, size=(len(ids.places), 16), dtype=np.uint8)
    codes = next_codes(len(ids.places))
    rows = []
    for index, draft in enumerate(city.ground.places):
        keys = place_keys(draft.name, draft.address)
        owner = organizations.by_code.get(OWNERS.get(draft.name, ""))
        rows.append(
            (
                ids.places[index],
                uuid_at(uuids, index),
                codes[index],
                draft.kind,
                keys["name"],
                keys["sort_key"],
                keys["search_key"],
                keys["address"],
                wards[draft.ward].pk,
                owner.pk if owner else None,
                draft.latitude,
                draft.longitude,
                True,
            )
        )
    copy_rows(Place, PLACE_COLUMNS, rows)


def _copy_homes(city: GeneratedCity, wards: list[Area], ids: LoadedPeople) -> None:
    people = city.people
    codes = next_codes(len(ids.homes))
    rng = np.random.default_rng([city.seed, 6])
    uuids = rng.integers(0, 256, size=(len(ids.homes), 16), dtype=np.uint8)
    copy_rows(
        Place,
        PLACE_COLUMNS,
        (
            (
                place,
                uuid_at(uuids, index),
                codes[index],
                PlaceKind.HOME.value,
                address,
                search_key(address),
                search_key(address),
                address,
                wards[ward].pk,
                None,
                None,
                None,
                True,
            )
            for index, (place, address, ward) in enumerate(
                zip(ids.homes.tolist(), people.home_address, people.home_ward.tolist(), strict=True)
            )
        ),
    )


def _copy_households(city: GeneratedCity, wards: list[Area], ids: LoadedPeople) -> None:
    people = city.people
    copy_rows(
        Household,
        ["id", "uuid", "code", "area_id", "address", "place_id"],
        (
            (
                household,
                uuid_at(people.home_uuids, index),
                f"HO-{wards[ward].code}-{index + 1:05d}",
                wards[ward].pk,
                people.home_address[index],
                ids.homes[index],
            )
            for index, (household, ward) in enumerate(
                zip(ids.households.tolist(), people.home_ward.tolist(), strict=True)
            )
        ),
    )


def _occupations(city: GeneratedCity) -> list[str]:
    people, kinds = city.people, [place.kind for place in city.ground.places]
    found = []
    for base, is_pupil, age in zip(
        people.base.tolist(), people.is_pupil.tolist(), people.age.tolist(), strict=True
    ):
        if is_pupil:
            found.append("Học sinh")
        elif base != NOBODY:
            found.append(OCCUPATIONS[kinds[base]])
        else:
            found.append("Hưu trí" if age >= 60 else "Trẻ em" if age < 6 else "Nội trợ, lao động tự do")
    return found


def _copy_persons(city: GeneratedCity, wards: list[Area], ids: LoadedPeople) -> None:
    people = city.people
    rows = zip(
        ids.persons.tolist(),
        people.full_name,
        people.birth_year.tolist(),
        people.is_female.tolist(),
        people.phone,
        _occupations(city),
        people.ward.tolist(),
        people.household.tolist(),
        strict=True,
    )
    copy_rows(
        Person,
        PERSON_COLUMNS,
        (
            (
                person,
                uuid_at(people.uuids, index),
                name,
                name_sort_key(name),
                search_key(name),
                year,
                (Sex.FEMALE if female else Sex.MALE).value,
                phone,
                occupation,
                "VN",
                wards[ward].pk,
                people.home_address[home],
                ids.households[home],
            )
            for index, (person, name, year, female, phone, occupation, ward, home) in enumerate(rows)
        ),
    )


def _copy_identifiers(city: GeneratedCity, ids: LoadedPeople) -> None:
    copy_rows(
        Identifier,
        ["person_id", "kind", "value", "warnings"],
        (
            (person, IdentifierKind.CITIZEN.value, code, "[]")
            for person, code in zip(ids.persons.tolist(), city.people.citizen_code, strict=True)
            if code
        ),
    )


def _copy_residences(city: GeneratedCity, wards: list[Area], ids: LoadedPeople) -> None:
    people = city.people
    current = (
        (
            person,
            ResidenceKind.CURRENT.value,
            wards[ward].pk,
            people.home_address[home],
            ids.households[home],
            MOVED_IN,
        )
        for person, ward, home in zip(
            ids.persons.tolist(), people.ward.tolist(), people.household.tolist(), strict=True
        )
    )
    registered = (
        (person, ResidenceKind.PERMANENT.value, None, ELSEWHERE[code[:3]], None, MOVED_IN)
        for person, code in zip(ids.persons.tolist(), people.citizen_code, strict=True)
        if code[:3] in ELSEWHERE and int(code[-1]) < 4
    )
    columns = ["person_id", "kind", "area_id", "address", "household_id", "valid"]
    copy_rows(Residence, columns, current)
    copy_rows(Residence, columns, registered)


def _copy_affiliations(city: GeneratedCity, ids: LoadedPeople) -> None:
    people = city.people
    rows = zip(
        ids.persons.tolist(),
        people.base.tolist(),
        people.is_pupil.tolist(),
        people.group.tolist(),
        strict=True,
    )
    copy_rows(
        Affiliation,
        ["person_id", "kind", "place_id", "group", "valid"],
        (
            (
                person,
                (AffiliationKind.STUDY if pupil else AffiliationKind.WORK).value,
                ids.places[base],
                f"Lớp {group % 10_000 + 1}" if pupil else f"Tổ {group % 10_000 + 1}",
                SINCE,
            )
            for person, base, pupil, group in rows
            if base != NOBODY
        ),
    )
