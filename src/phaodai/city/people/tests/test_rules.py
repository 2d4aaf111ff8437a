import pytest
from hypothesis import given
from hypothesis import strategies as st

from phaodai.city.people.rules import (
    BadIdentifier,
    BadPhone,
    check_citizen_code,
    check_identifier,
    clean_identifier,
    format_phone,
    guess_identifier_kind,
    mask_code,
    mask_phone,
    name_problem,
    normalize_name,
    normalize_phone,
    shown_code,
    shown_phone,
)
from phaodai.city.people.rules.identifiers import PROVINCE_CODES
from phaodai.city.people.rules.phones import LEGACY_PREFIXES
from phaodai.city.people.terms import IdentifierKind, Sex

MOBILES = st.from_regex(r"0[35789][0-9]{8}", fullmatch=True)
LANDLINES = st.from_regex(r"02[0-9]{9}", fullmatch=True)
CITIZEN_CODES = st.from_regex(r"[0-9]{12}", fullmatch=True)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0900 000 214", "+84900000214"),
        ("(+84) 900.000.214", "+84900000214"),
        ("+84 (0)900 000 214", "+84900000214"),
        ("0084900000214", "+84900000214"),
        ("84900000214", "+84900000214"),
        ("0168 999 0000", "+84389990000"),
        ("0120-1234567", "+84701234567"),
        ("0127 1234567", "+84811234567"),
        ("0186 1234567", "+84561234567"),
        ("0199 1234567", "+84591234567"),
        ("024 3825 3536", "+842438253536"),
        ("0292 382 1234", "+842923821234"),
        ("+82 10-1234-5678", "+821012345678"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_telephones_are_stored_one_way(typed: str, stored: str) -> None:
    assert normalize_phone(typed) == stored


@pytest.mark.parametrize(
    "typed", ["115", "1900 9095", "090000021", "09000002145", "không có", "0112345678", "+8490000021"]
)
def test_what_nobody_answers_is_refused(typed: str) -> None:
    with pytest.raises(BadPhone):
        normalize_phone(typed)


@pytest.mark.parametrize(("old", "new"), sorted(LEGACY_PREFIXES.items()))
def test_every_old_prefix_has_its_number_of_today(old: str, new: str) -> None:
    assert normalize_phone(old + "1234567") == "+84" + new[1:] + "1234567"


@given(
    st.one_of(MOBILES, LANDLINES, st.sampled_from(sorted(LEGACY_PREFIXES)).map(lambda old: old + "7654321"))
)
def test_normalising_twice_changes_nothing(typed: str) -> None:
    once = normalize_phone(typed)
    assert normalize_phone(once) == once
    assert normalize_phone(format_phone(once)) == once


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_refused(typed: str) -> None:
    try:
        stored = normalize_phone(typed)
    except BadPhone:
        return
    assert normalize_phone(stored) == stored


def test_numbers_are_shown_in_groups() -> None:
    assert format_phone("+84900000214") == "0900 000 214"
    assert format_phone("+842438253536") == "024 3825 3536"
    assert format_phone("+842923821234") == "0292 382 1234"
    assert format_phone("+821012345678") == "+821012345678"


def test_a_masked_telephone_keeps_its_last_three_digits() -> None:
    assert mask_phone("+84900000214") == "•••• ••• 214"
    assert mask_phone("") == ""
    assert mask_phone("+84115") == "••••••"
    assert shown_phone("+84900000214", unmasked=True) == "0900 000 214"


@given(st.one_of(MOBILES, LANDLINES))
def test_a_masked_telephone_never_reveals_more(typed: str) -> None:
    masked = mask_phone(normalize_phone(typed))
    assert sum(sign.isdigit() for sign in masked) == 3
    assert masked.endswith(typed[-3:])


def test_a_masked_code_hides_place_sex_and_year_of_birth() -> None:
    assert mask_code("001074000011") == "••••••000011"
    assert shown_code("001074000011", unmasked=True) == "001074000011"


@given(st.text(alphabet="ABCDEFGH0123456789", max_size=40))
def test_a_masked_code_never_reveals_more(value: str) -> None:
    masked = mask_code(value)
    shown = masked.lstrip("•")
    assert len(masked) == len(value)
    assert len(shown) <= 6
    assert masked.count("•") >= min(6, len(value))


@pytest.mark.parametrize(
    ("code", "year", "sex", "warnings"),
    [
        ("001090123456", 1990, Sex.MALE, []),
        ("001174000022", 1974, Sex.FEMALE, []),
        ("079205000001", 2005, Sex.MALE, []),
        ("001090123456", 1990, Sex.FEMALE, ["code_sex"]),
        ("001090123456", 1991, Sex.MALE, ["code_year"]),
        ("001290123456", 1990, Sex.MALE, ["code_century"]),
        ("123456789012", 1990, Sex.MALE, ["code_province", "code_century", "code_year"]),
        ("001234567890", 1990, Sex.MALE, ["code_century", "code_year"]),
        ("001090123456", None, Sex.UNKNOWN, []),
        ("00109012345", 1990, Sex.MALE, ["code_shape"]),
    ],
)
def test_a_citizen_code_that_does_not_fit_is_warned_of(
    code: str, year: int, sex: str, warnings: list[str]
) -> None:
    assert check_citizen_code(code, birth_year=year, sex=sex) == warnings


@given(CITIZEN_CODES)
def test_any_twelve_digits_are_kept(code: str) -> None:
    assert clean_identifier(IdentifierKind.CITIZEN, code) == code
    check_citizen_code(code, birth_year=1990, sex=Sex.MALE)


def test_there_are_sixty_three_provinces() -> None:
    assert len(PROVINCE_CODES) == 63


def test_numbers_of_papers_are_cleaned_or_refused() -> None:
    assert clean_identifier(IdentifierKind.CITIZEN, "001 090 123 456") == "001090123456"
    assert clean_identifier(IdentifierKind.INSURANCE, "dn-4797930712345") == "DN4797930712345"
    for kind, text in [
        ("citizen", "00109012345"),
        ("old_card", "1234"),
        ("insurance", "DN1"),
        ("passport", "!"),
    ]:
        with pytest.raises(BadIdentifier):
            clean_identifier(kind, text)


def test_old_card_numbers_issued_twice_are_known() -> None:
    assert check_identifier(IdentifierKind.OLD_CARD, "271460000") == ["card_twice"]
    assert check_identifier(IdentifierKind.OLD_CARD, "271440000") == []
    assert check_identifier(IdentifierKind.PASSPORT, "B1234567") == []


def test_the_paper_is_guessed_from_the_shape() -> None:
    assert guess_identifier_kind("001 090 123 456") == IdentifierKind.CITIZEN
    assert guess_identifier_kind("012345678") == IdentifierKind.OLD_CARD
    assert guess_identifier_kind("DN4797930712345") == IdentifierKind.INSURANCE
    assert guess_identifier_kind("Nguyễn Văn An") is None


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("NGUYỄN  THỊ ÁNH", "Nguyễn Thị Ánh"),
        ("lê văn đạt", "Lê Văn Đạt"),
        ("K'BRƠI", "K'Brơi"),
        ("Trần McDonald", "Trần McDonald"),
        ("Nguye\u0302\u0303n An ", "Nguyễn An"),
    ],
)
def test_names_are_composed_and_capitalised(typed: str, stored: str) -> None:
    assert normalize_name(typed) == stored


@given(st.text(max_size=40))
def test_normalising_a_name_twice_changes_nothing(typed: str) -> None:
    once = normalize_name(typed)
    assert normalize_name(once) == once


def test_what_is_no_name_is_said() -> None:
    assert name_problem("A") == "empty"
    assert name_problem("Nguyễn Văn 9") == "signs"
    assert name_problem("A" * 121) == "long"
    assert name_problem("Nguyễn Văn An") == ""
