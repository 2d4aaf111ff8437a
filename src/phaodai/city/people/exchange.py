"""Lists of people and households: one row a person, rows of one household share its number."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from phaodai.city.areas.finding import WardColumn
from phaodai.city.people.models import Household
from phaodai.city.people.services.bulk import (
    Known,
    NewPerson,
    holders_of,
    identity_key,
    look_alikes,
    open_households,
    register_people,
    withdraw_registrations,
)
from phaodai.city.people.services.guard import EDITING, clean_name, clean_phone
from phaodai.city.people.services.identifiers import UNIQUE_KINDS, clean_numbers, field_of
from phaodai.city.people.terms import IdentifierKind, Sex
from phaodai.core.exchange.cells import Born, Choice, Code, Phone, Text
from phaodai.core.exchange.kinds import CellFault, Field, ImportKind, Row, Run, Written, register_kind
from phaodai.core.text import nfc, search_key

SEX_WORDS = {
    "m": "male", "f": "female", "trai": "male", "gai": "female", "ong": "male", "ba": "female", "1": "male",
    "0": "female", "2": "female", "boy": "male", "girl": "female", "man": "male", "woman": "female", "-": "unknown",
}  # fmt: skip
NUMBER_KINDS = {
    "citizen_code": IdentifierKind.CITIZEN,
    "old_card": IdentifierKind.OLD_CARD,
    "insurance": IdentifierKind.INSURANCE,
    "passport": IdentifierKind.PASSPORT,
}

NAME = Field(
    "full_name", "Họ và tên", "Full name", Text(120), required=True, example="Nguyễn Văn An",
    also=("name", "họ tên", "tên", "họ tên người bệnh", "tên bệnh nhân", "patient name", "hoten", "họ đệm và tên"),
)  # fmt: skip
BORN = Field(
    "birth", "Ngày sinh", "Date of birth", Born(), example="15/3/1974",
    also=("birth_year", "birth_on", "birth date", "birthdate", "năm sinh", "ngày tháng năm sinh", "year of birth", "dob", "born", "ns", "ngaysinh", "namsinh"),
    hint_vi="Ngày sinh, hoặc chỉ năm sinh", hint_en="A day, or the year alone",
)  # fmt: skip
SEX = Field(
    "sex",
    "Giới tính",
    "Sex",
    Choice(Sex, SEX_WORDS),
    example="Nam",
    also=("gender", "giới", "phái", "gioitinh"),
)
PHONE = Field(
    "phone", "Điện thoại", "Telephone", Phone(), example="0912345678",
    also=("sđt", "số đt", "đt", "số điện thoại", "điện thoại liên hệ", "mobile", "phone number", "tel", "telephone number", "dt", "dienthoai"),
)  # fmt: skip
CITIZEN = Field(
    "citizen_code", "Số CCCD", "Citizen code", Code(12, least=9), example="001074000123",
    also=("cccd", "căn cước", "căn cước công dân", "số định danh", "số định danh cá nhân", "mã định danh", "số căn cước", "id number", "national id", "citizen id", "cmnd/cccd", "cccd/cmnd", "số cccd/cmnd", "citizen code (cccd)"),
)  # fmt: skip
ADDRESS = Field(
    "address", "Địa chỉ", "Address", Text(300), example="Số 12, ngõ 7 phố Trần Khát Chân",
    also=("địa chỉ hiện tại", "nơi ở", "nơi ở hiện tại", "chỗ ở", "chỗ ở hiện nay", "current address", "số nhà", "diachi"),
)  # fmt: skip
WARD = Field(
    "ward", "Phường, xã", "Ward", Code(5, least=2, most=120), example="00271",
    also=("phường", "xã", "phường/xã", "xã/phường", "xã phường", "phường xã", "mã phường", "mã xã", "ward code", "commune", "area", "ward name", "ward_code", "area_code", "mã phường xã", "địa bàn", "phuongxa"),
    hint_vi="Mã hoặc tên; cán bộ một phường có thể bỏ cột này",
    hint_en="Code or name; who works for one ward may leave it out",
)  # fmt: skip
DISTRICT = Field(
    "district", "Quận, huyện", "District", Text(120), example="Hai Bà Trưng",
    also=("quận", "huyện", "quận/huyện", "quận huyện", "district name", "district_code"),
    hint_vi="Chỉ cần khi nhiều phường cùng tên", hint_en="Only where several wards share a name",
)  # fmt: skip

FIELDS = (
    NAME,
    BORN,
    SEX,
    PHONE,
    CITIZEN,
    ADDRESS,
    WARD,
    DISTRICT,
    Field(
        "household", "Số hộ", "Household", Text(60), example="1",
        also=("hộ", "mã hộ", "hộ số", "sổ hộ khẩu", "số hộ khẩu", "household code", "household number", "stt hộ", "hộ gia đình"),
        hint_vi="Các dòng cùng số là một hộ; hoặc mã hộ đã có", hint_en="Rows with one number are one household; or its code",
    ),
    Field("occupation", "Nghề nghiệp", "Occupation", Text(120), example="Công nhân", also=("nghề", "job", "work")),
    Field("nationality", "Quốc tịch", "Nationality", Text(60), example="VN", also=("country", "nước")),
    Field("old_card", "Số CMND", "Old identity card", Code(9, least=8), also=("cmnd", "cmt", "chứng minh nhân dân")),
    Field("insurance", "Số thẻ BHYT", "Health insurance", Code(), also=("bhyt", "thẻ bhyt", "mã bhyt", "insurance number")),
    Field("passport", "Hộ chiếu", "Passport", Code(), also=("số hộ chiếu", "passport number")),
)  # fmt: skip
COUNTRIES = {"viet nam": "VN", "vietnam": "VN", "kinh": "VN", "": "VN"}


def take_people(rows: Sequence[Row], run: Run) -> None:
    """Check a chunk and register whoever is new."""
    wards = WardColumn.of(run, EDITING)
    people = {row.number: person for row in rows if (person := read_person(row, wards))}
    _refuse_taken_codes(rows, people, run)
    good = [row for row in rows if row.is_good and row.number in people]
    fresh = _fresh(good, people, run)
    _house(fresh, people, run)
    if not run.dry_run:
        register_people(people=[people[row.number] for row in fresh], by=run.by)
    for row in fresh:
        row.accept(people[row.number].uuid, people[row.number].full_name)


def read_person(row: Row, wards: WardColumn) -> NewPerson | None:
    """The person of a row; None where not even name and ward can be read."""
    area = wards.read(row)
    name, phone, numbers = _name(row), _phone(row), _numbers(row)
    born_on, year = row.values["birth"]
    if not name or area is None:
        return None
    nationality = nfc(row.values.get("nationality") or "")
    return NewPerson(
        full_name=name, area=area, birth_on=born_on, birth_year=year, sex=row.values["sex"] or Sex.UNKNOWN,
        phone=phone, address=row.values["address"], numbers=numbers, occupation=row.values.get("occupation") or "",
        nationality=COUNTRIES.get(search_key(nationality), nationality[:2].upper()),
    )  # fmt: skip


def _name(row: Row) -> str:
    if not row.values["full_name"]:
        return ""
    try:
        return clean_name(row.values["full_name"])
    except ValidationError as error:
        row.refuse("full_name", "bad_name", error.messages[0])
        return ""


def _phone(row: Row) -> str:
    try:
        return clean_phone(row.values["phone"])
    except ValidationError as error:
        row.refuse("phone", "bad_phone", error.messages[0])
        return ""


def _numbers(row: Row) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for column, kind in NUMBER_KINDS.items():
        text = str(row.values.get(column) or "")
        if column == "citizen_code" and len(text) == 9 and text.isdigit():
            column, kind = (
                "citizen_code",
                IdentifierKind.OLD_CARD,
            )  # lists often mix both papers in one column
        try:
            found += clean_numbers([(kind, text)])
        except ValidationError as error:
            row.refuse(column, "bad_number", error.messages[0])
    return found


def _refuse_taken_codes(rows: Sequence[Row], people: dict[int, NewPerson], run: Run) -> None:
    """A code of its own stands once in a list; whoever has it already is the same person, or an error."""
    holders = holders_of(pair for person in people.values() for pair in person.numbers)
    for row in rows:
        person = people.get(row.number)
        for pair in person.numbers if person else ():
            if pair[0] not in UNIQUE_KINDS:
                continue
            before = run.seen("number", pair, row.number)
            if before is not None:
                row.refuse(field_of(pair[0]), CellFault.TWICE_IN_FILE.value, text=pair[1], row=before)
            elif person and (holder := holders.get(pair)):
                _compare(row, person, holder, field_of(pair[0]))


def _compare(row: Row, person: NewPerson, holder: Known, column: str) -> None:
    if search_key(holder.name) == search_key(person.full_name):
        row.repeat(holder.uuid, _("Registered already, by this number."))
    else:
        row.refuse(column, "taken", _("This number already belongs to somebody with another name."))


def _fresh(rows: Sequence[Row], people: dict[int, NewPerson], run: Run) -> list[Row]:
    """The rows whose person is not registered yet; the others are noted as there already."""
    alike = look_alikes([people[row.number] for row in rows])
    fresh = []
    for row in rows:
        person = people[row.number]
        known = alike.get(person.uuid)
        before = None if person.has_code else run.seen("person", identity_key(person), row.number)
        if row.outcome:
            continue
        if known:
            row.repeat(known.uuid, _("Registered already: same name, year, ward, telephone or address."))
        elif before is not None:
            row.repeat(None, _("The same person as in row %(row)d.") % {"row": before})
        else:
            fresh.append(row)
    return fresh


def _house(rows: Sequence[Row], people: dict[int, NewPerson], run: Run) -> None:
    """Give each row with a household number its household; new ones are opened once a list."""
    if run.dry_run:
        return
    homes: dict[tuple[int, str], Household] = run.memory.setdefault("households", {})
    wanted = {}
    for row in rows:
        person, text = people[row.number], str(row.values.get("household") or "")
        if text:
            wanted[row.number] = (person.area.pk, search_key(text))
    _known_households({key for key in wanted.values() if key not in homes}, homes, run.by)
    new = {key: people[number] for number, key in reversed(wanted.items()) if key not in homes}
    opened = open_households(homes=[(one.area, one.address) for one in new.values()], by=run.by)
    homes.update(zip(new, opened, strict=True))
    for number, key in wanted.items():
        people[number].household = homes[key]


def _known_households(keys: set[tuple[int, str]], homes: dict[tuple[int, str], Any], by: Any) -> None:
    """A number that is the printed code of a household in reach means that household."""
    codes = {text.upper() for _area, text in keys if text.startswith("h-")}
    if codes:
        for home in Household.objects.visible_to(by, EDITING).filter(code__in=codes):
            homes[home.area_id, home.code.lower()] = home


def undo_people(written: Sequence[Written], run: Run) -> dict[UUID, str]:
    """Delete whoever an import registered and nothing has been built on since."""
    return withdraw_registrations(people=[one.subject for one in written], by=run.by)


PEOPLE = register_kind(
    ImportKind(
        "people", "Người và hộ gia đình", "People and households", EDITING, FIELDS, take_people, undo_people,
        hint_vi="Mỗi dòng một người. Ai đã có trong hệ thống (cùng số CCCD, hoặc cùng họ tên, năm sinh, phường và điện thoại hay địa chỉ) được báo là đã có.",
        hint_en="One row a person. Whoever is registered already (same citizen code, or same name, year, ward and telephone or address) is said to be there.",
        icon="users",
    )
)  # fmt: skip
