"""The three personal codes in use: the chip card's seven fields, the national QR, the insurance card.

Formats: CCCD ``PID12|CMND9 or empty|name|ddMMyyyy|Nam/Nữ|address|ddMMyyyy``; QĐ 1405/QĐ-BTTTT
``SoGiayTo|HoTen|NgaySinh|LoaiDinhDanh|QID|EXT``; BHYT with the name as hex of UTF-8.
"""

import re
from datetime import date
from typing import Any

from phaodai.city.people.rules.identifiers import check_citizen_code, check_old_card
from phaodai.city.people.rules.names import name_problem, normalize_name
from phaodai.city.people.rules.phones import BadPhone, normalize_phone
from phaodai.city.people.rules.readings import Reading
from phaodai.city.people.terms import IdentityWarning, Sex
from phaodai.core.text import nfc, search_key

CARD_FIELDS = ("citizen_code", "old_card", "full_name", "birth_on", "sex", "address", "issued_on")
LABELS = {
    "cccd": "citizen_code", "cmnd": "old_card", "ho ten": "full_name", "ho va ten": "full_name",
    "ngay sinh": "birth_on", "gioi tinh": "sex", "dia chi": "address", "noi thuong tru": "address",
    "thuong tru": "address", "ngay cap": "issued_on",
}  # fmt: skip
SEXES = {"nam": Sex.MALE, "male": Sex.MALE, "nu": Sex.FEMALE, "female": Sex.FEMALE}
PERSONAL_SEXES = {"0": Sex.UNKNOWN, "1": Sex.MALE, "2": Sex.FEMALE}
INSURANCE_SEXES = {"1": Sex.MALE, "2": Sex.FEMALE}
DATE_FORMS = (
    re.compile(r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4})"),
    re.compile(r"(?P<day>\d{1,2})[/.\-](?P<month>\d{1,2})[/.\-](?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"),
)


def read_day(text: str) -> date | None:
    """A date as cards and scanners write it; None if it is none."""
    for form in DATE_FORMS:
        if found := form.fullmatch(text.strip()):
            try:
                return date(**{name: int(number) for name, number in found.groupdict().items()})
            except ValueError:
                return None
    return None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _labelled(parts: list[str]) -> dict[str, str] | None:
    """Fields by name where a scanner wrote ``CCCD:…|Họ tên:…``; None where it did not."""
    pairs = [part.partition(":") for part in parts]
    named = {
        LABELS[search_key(label)]: value.strip() for label, _, value in pairs if search_key(label) in LABELS
    }
    return named if "citizen_code" in named and len(named) > 2 else None


def _split_by_commas(text: str) -> list[str]:
    """Five fields in front, one behind; the address between them may hold commas of its own."""
    parts = [part.strip() for part in text.split(",")]
    head = 5 if _is_old_card_field(parts[1]) else 4
    if len(parts) <= head + 1:
        return parts
    return [*parts[:head], ", ".join(parts[head:-1]), parts[-1]]


def _is_old_card_field(part: str) -> bool:
    return not any(sign.isalpha() for sign in part)


def _card_fields(text: str) -> tuple[dict[str, str], list[str]] | None:
    """The seven fields by name with the warnings about their form, or None: no citizen card."""
    has_bars = "|" in text
    parts = [part.strip() for part in text.split("|")] if has_bars else []
    if named := _labelled(parts):
        return named, [IdentityWarning.LABELLED]
    if not has_bars and text.count(",") >= 4:
        parts = _split_by_commas(text)
    if len(parts) < 5 or not re.fullmatch(r"\d{9,12}", parts[0]):
        return None
    return _named_in_order(parts, [] if has_bars else [IdentityWarning.COMMAS])


def _named_in_order(parts: list[str], warnings: list[str]) -> tuple[dict[str, str], list[str]]:
    if not _is_old_card_field(parts[1]):
        parts = [parts[0], "", *parts[1:]]
        warnings = [*warnings, IdentityWarning.NO_OLD_CARD_FIELD]
    if any(parts[len(CARD_FIELDS) :]):
        warnings = [*warnings, IdentityWarning.EXTRA_FIELDS]
    padded = parts + [""] * len(CARD_FIELDS)
    return dict(zip(CARD_FIELDS, padded, strict=False)), warnings


def read_citizen_card(text: str) -> Reading | None:
    """The QR of a chip card, also as scanners garble it; None if the text is something else."""
    found = _card_fields(text)
    if found is None:
        return None
    raw, warnings = found
    born, sex = read_day(raw.get("birth_on", "")), SEXES.get(search_key(raw.get("sex", "")))
    fields = {
        "citizen_code": raw["citizen_code"],
        "old_card": raw.get("old_card", ""),
        "full_name": normalize_name(raw.get("full_name", "")),
        "birth_on": _iso(born),
        "sex": str((sex or Sex.UNKNOWN).value),
        "address": nfc(raw.get("address", "")),
        "issued_on": _iso(read_day(raw.get("issued_on", ""))),
    }
    return Reading("cccd", fields, _texts([*warnings, *_card_warnings(raw, fields, born, sex)]))


def _card_warnings(
    raw: dict[str, str], fields: dict[str, Any], born: date | None, sex: Sex | None
) -> list[str]:
    dates = raw.get("birth_on", "") + raw.get("issued_on", "")
    found = {
        IdentityWarning.DATE_FORM: "/" in dates,
        IdentityWarning.BIRTH_DATE: born is None,
        IdentityWarning.ISSUE_DATE: bool(raw.get("issued_on")) and fields["issued_on"] is None,
        IdentityWarning.SEX_WORD: sex is None,
        IdentityWarning.NAME_SIGNS: bool(name_problem(fields["full_name"])),
    }
    about_code = check_citizen_code(
        fields["citizen_code"], birth_year=born.year if born else None, sex=fields["sex"]
    )
    about_card = check_old_card(fields["old_card"]) if fields["old_card"] else []
    return [*(warning for warning, is_so in found.items() if is_so), *about_code, *about_card]


def _texts(warnings: list[str]) -> list[str]:
    """Plain strings, each once: they go into JSON."""
    return list(dict.fromkeys(str(warning) for warning in warnings))


def read_personal_code(text: str) -> Reading | None:
    """The national personal QR (QĐ 1405); None if the text is something else."""
    parts = [part.strip() for part in text.split("|")]
    if len(parts) < 5 or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", parts[2]) or parts[3] not in ("0", "1"):
        return None
    number, name, born, declared, qid, *rest = parts
    extension, warnings = _extension("|".join(rest))
    day = read_day(born)
    fields = {
        "document_number": number,
        "full_name": normalize_name(name),
        "birth_on": _iso(day),
        "declared_by": "proxy" if declared == "1" else "self",
        "qid": qid,
        **extension,
    }
    if declared == "1":
        warnings = [IdentityWarning.PROXY, *warnings]
    return Reading("personal", fields, _texts([*warnings, *_personal_warnings(fields, day)]))


def _personal_warnings(fields: dict[str, Any], born: date | None) -> list[str]:
    found = [] if born else [IdentityWarning.BIRTH_DATE.value]
    number = str(fields["document_number"])
    if not re.fullmatch(r"\d{12}", number):
        return found
    return [*found, *check_citizen_code(number, birth_year=born.year if born else None, sex=fields["sex"])]


def _extension(text: str) -> tuple[dict[str, Any], list[str]]:
    """EXT: proxy's QID, sex, insurance number, phone, signature, split by ``<``; known only by example."""
    proxy, sex, insurance, phone, signature = [*(part.strip() for part in text.split("<")), *[""] * 5][:5]
    warnings = [str(IdentityWarning.EXT_ORDER.value)] if text.strip() else []
    try:
        number = normalize_phone(phone)
    except BadPhone:
        number, warnings = "", [*warnings, str(IdentityWarning.PHONE.value)]
    fields = {
        "proxy_qid": proxy,
        "sex": str(PERSONAL_SEXES.get(sex, Sex.UNKNOWN).value),
        "insurance": insurance,
        "phone": number,
        "signature": signature,
    }
    return fields, warnings


def _from_hex(text: str) -> str | None:
    try:
        return nfc(bytes.fromhex(text).decode("utf-8"))
    except ValueError:
        return None


def read_insurance_card(text: str) -> Reading | None:
    """The QR of a BHYT card, old (2 letters, 13 digits) or new (10 digits); None if it is something else."""
    parts = [*(part.strip() for part in text.split("|")), *[""] * 9]
    if not re.fullmatch(r"[A-Z]{2}\d{13}|\d{10}", parts[0]) or not (name := _from_hex(parts[1])):
        return None
    born, sex = read_day(parts[2]), INSURANCE_SEXES.get(parts[3])
    fields = {
        "insurance": parts[0],
        "full_name": normalize_name(name),
        "birth_on": _iso(born),
        "sex": str((sex or Sex.UNKNOWN).value),
        "address": _from_hex(parts[4]) or "",
        "valid_from": _iso(read_day(parts[6])),
        "issued_on": _iso(read_day(parts[8])),
    }
    missing = {IdentityWarning.BIRTH_DATE: born is None, IdentityWarning.SEX_WORD: sex is None}
    return Reading(
        "bhyt", fields, _texts([str(warning.value) for warning, is_so in missing.items() if is_so])
    )
