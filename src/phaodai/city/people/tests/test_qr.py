import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from phaodai.city.people.rules import read_payload
from phaodai.city.people.rules.readings import Reading
from phaodai.city.people.terms import IdentityWarning
from phaodai.core import codes

NAMES = st.sampled_from(["Nguyễn Văn An", "Trần Thị Bích Ngọc", "Lê Đức", "Đỗ Thị Ưng", "K'Brơi"])
DAYS = st.dates(date(1905, 1, 1), date(2021, 9, 14))
CARD = "001174000022|012345678|Trần Thị Bình|05031974|Nữ|Số 7, ngõ 12, Thanh Nhàn|15042021"


def read(payload: str) -> Reading:
    return read_payload(payload, codes.verify)


def test_a_citizen_card_is_read_whole() -> None:
    reading = read(CARD)
    assert reading.as_document() == {
        "kind": "cccd",
        "fields": {
            "citizen_code": "001174000022",
            "old_card": "012345678",
            "full_name": "Trần Thị Bình",
            "birth_on": "1974-03-05",
            "sex": "female",
            "address": "Số 7, ngõ 12, Thanh Nhàn",
            "issued_on": "2021-04-15",
        },
        "warnings": [],
        "error": None,
    }


@pytest.mark.parametrize(
    ("payload", "warning"),
    [
        ("001174000022|012345678|Trần Thị Bình|05/03/1974|Nữ|Số 7, Thanh Nhàn|15/04/2021", "date_form"),
        ("001174000022|Trần Thị Bình|05031974|Nữ|Số 7, Thanh Nhàn|15042021", "no_old_card_field"),
        (
            "CCCD:001174000022|CMND:012345678|Họ tên:Trần Thị Bình|Ngày sinh:05/03/1974|Giới tính:Nữ|"
            "Địa chỉ:Số 7, Thanh Nhàn|Ngày cấp:15/04/2021",
            "labelled",
        ),
        ("001174000022,012345678,Trần Thị Bình,05/03/1974,Nữ,Số 7, Thanh Nhàn,15/04/2021", "commas"),
        ("001174000022,Trần Thị Bình,05/03/1974,Nữ,Số 7, Thanh Nhàn,15/04/2021", "commas"),
    ],
)
def test_what_scanners_make_of_it_is_read_alike(payload: str, warning: str) -> None:
    reading = read(payload)
    assert reading.error is None
    assert warning in reading.warnings
    fields = reading.fields
    assert (fields["citizen_code"], fields["full_name"], fields["sex"]) == (
        "001174000022",
        "Trần Thị Bình",
        "female",
    )
    assert (fields["birth_on"], fields["issued_on"]) == ("1974-03-05", "2021-04-15")
    assert fields["address"] == "Số 7, Thanh Nhàn"


def test_trailing_empty_fields_and_line_ends_do_not_matter() -> None:
    assert read("\ufeff" + CARD + "||||\r\n") == read(CARD)
    assert read(CARD.rsplit("|", 1)[0]).fields["issued_on"] is None


def test_further_fields_are_said() -> None:
    assert read(CARD + "|Nguyễn Văn Cha").warnings == ["extra_fields"]


def test_unreadable_parts_become_warnings() -> None:
    reading = read("001174000022||T|99991974|?|Thanh Nhàn|32132021")
    assert reading.error is None
    assert set(reading.warnings) == {"birth_date", "issue_date", "sex_word", "name_signs"}


@given(NAMES, DAYS, st.booleans(), st.from_regex(r"[0-9]{12}", fullmatch=True))
def test_a_card_round_trips(name: str, born: date, is_male: bool, code: str) -> None:
    card = f"{code}||{name}|{born:%d%m%Y}|{'Nam' if is_male else 'Nữ'}|Thanh Nhàn|15042021"
    fields = read(card).fields
    assert (fields["citizen_code"], fields["full_name"], fields["birth_on"]) == (code, name, born.isoformat())
    assert fields["sex"] == ("male" if is_male else "female")


def test_the_national_personal_code() -> None:
    reading = read(
        "001174000022|TRAN THI BINH|1974-03-05|0|30210000123456789|<2<DN4797930712345<0900000102<c2ln"
    )
    assert reading.kind == "personal"
    assert reading.fields == {
        "document_number": "001174000022",
        "full_name": "Tran Thi Binh",
        "birth_on": "1974-03-05",
        "declared_by": "self",
        "qid": "30210000123456789",
        "proxy_qid": "",
        "sex": "female",
        "insurance": "DN4797930712345",
        "phone": "+84900000102",
        "signature": "c2ln",
    }
    assert reading.warnings == ["ext_order"]


def test_a_declaration_by_proxy_is_said() -> None:
    reading = read("001174000022|TRAN THI BINH|1974-03-05|1|30210000123456789|30210000999999999")
    assert reading.fields["declared_by"] == "proxy"
    assert "proxy" in reading.warnings


@given(NAMES, DAYS)
def test_an_insurance_card_round_trips(name: str, born: date) -> None:
    address = "Số 7 Thanh Nhàn".encode().hex()
    card = (
        f"DN4797930712345|{name.encode().hex()}|{born:%d/%m/%Y}|2|{address}|01 - 061|01/01/2021|-|15/01/2021|"
    )
    reading = read(card)
    assert (reading.kind, reading.fields["full_name"], reading.fields["birth_on"]) == (
        "bhyt",
        name,
        born.isoformat(),
    )
    assert reading.fields["address"] == "Số 7 Thanh Nhàn"
    assert reading.warnings == []


def test_a_token_of_ours_is_opened_and_a_forged_one_refused() -> None:
    token = codes.sign({"t": "place", "c": "D-000001-X"})
    assert read(token).fields == {"code": "D-000001-X"}
    assert read(codes.sign({"t": "permit"})).error
    forged = read(token[:-4] + ("AAAA" if not token.endswith("AAAA") else "BBBB"))
    assert (forged.kind, forged.fields) == ("place", {})
    assert forged.error


def test_a_printed_code_is_checked() -> None:
    code = codes.make_code("D", 42)
    assert (read(code.lower()).kind, read(code.lower()).fields) == ("place", {"code": code})
    assert read(codes.make_code("M", 42)).kind == "code"
    assert read(code.replace("42", "24")).error


@pytest.mark.parametrize(
    "payload", ["", "  ", "hello", "https://example.org/x", "1|2|3", "|" * 50, "x" * 5000]
)
def test_anything_else_is_an_error_with_a_reason(payload: str) -> None:
    reading = read(payload)
    assert reading.error
    assert reading.fields == {}


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(payload: str) -> None:
    reading = read(payload)
    assert set(reading.warnings) <= set(IdentityWarning.values)
    json.dumps(reading.as_document())


@given(st.lists(st.text(alphabet="0129aA/:- <", max_size=14), min_size=2, max_size=9))
def test_no_card_like_text_breaks_the_reader(parts: list[str]) -> None:
    for separator in "|,":
        json.dumps(read(separator.join(parts)).as_document())


def run(capsys: Any, payload: str) -> tuple[int, dict[str, Any]]:
    status = 0
    try:
        call_command("qr", "parse", payload, "--json")
    except SystemExit as left:
        status = int(left.code or 0)
    return status, json.loads(capsys.readouterr().out)


def test_the_command_answers_with_one_document(capsys: Any) -> None:
    status, document = run(capsys, CARD)
    assert (status, document["kind"], document["error"]) == (0, "cccd", None)
    status, document = run(capsys, "hello")
    assert (status, document["kind"], document["fields"], document["warnings"]) == (1, "unknown", {}, [])
    assert document["error"]


@pytest.mark.realdata
def test_the_examples_found_in_public_code_are_all_read() -> None:
    file = Path(settings.PHAODAI_REALDATA) / "data/names/cccd_qr_examples.txt"
    if not file.is_file():
        pytest.skip(f"{file} is missing")
    lines = [
        line for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")
    ]
    readings = [read(line) for line in lines]
    assert [reading.kind for reading in readings] == ["cccd"] * 5
    assert all(reading.fields["birth_on"] == "1990-01-01" for reading in readings)
    assert readings[0].warnings == []
    doubts = ["code_century", "code_year"]
    assert readings[2].warnings == ["no_old_card_field", *doubts]
    for reading in (readings[1], readings[3], readings[4]):
        assert reading.warnings[-3:] == ["code_province", *doubts]
