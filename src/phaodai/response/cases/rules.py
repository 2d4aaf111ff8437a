"""The epidemiology and the law of a case, as pure functions over values. No Django, no clock.

Documents: QĐ 3638/QĐ-BYT (30/7/2021), Sổ tay QĐ 5053/QĐ-BYT (3/12/2020), CV 11042/BYT-DP (29/12/2021). The
figures are policy values (policies/cases.toml) and come in as arguments.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

TZ = ZoneInfo("Asia/Ho_Chi_Minh")

# --- Classification -------------------------------------------------------------------------------------

LEVELS = ("suspected", "probable", "confirmed")
POSITIVE = "positive"


@dataclass(frozen=True)
class TestFact:
    """One person's own test: ``method`` "antigen" or "pcr", ``value`` "positive" or another word."""

    __test__ = False  # not a test class, whatever pytest thinks

    method: str
    value: str
    sampled_at: datetime | None
    resulted_at: datetime

    @property
    def moment(self) -> datetime:
        return self.sampled_at or self.resulted_at


@dataclass(frozen=True)
class Findings:
    """What is known beside the tests. ``is_reported``: somebody competent reported a suspicion."""

    has_symptoms: bool = False
    is_contact: bool = False
    has_epi_link: bool = False
    is_reported: bool = False


def classify(tests: Sequence[TestFact], findings: Findings, definition: Mapping[str, Any]) -> str | None:
    """The highest level of which one line of the dated definition is met; None when none is.

    ``definition`` maps each of `LEVELS` to a list of lines, each a table of demands that must all hold:
    ``pcr``/``antigen`` (least number of positives), ``within_hours`` (of that series), ``contact``,
    ``symptoms``, ``epi_link``, ``reported`` (must be true).
    """
    positives = [test for test in tests if test.value == POSITIVE]
    for level in reversed(LEVELS):
        if any(_is_met(line, positives, findings) for line in definition.get(level, ())):
            return level
    return None


def _is_met(line: Mapping[str, Any], positives: Sequence[TestFact], findings: Findings) -> bool:
    held = {
        "contact": findings.is_contact,
        "symptoms": findings.has_symptoms,
        "epi_link": findings.has_epi_link,
        "reported": findings.is_reported,
    }
    within = line.get("within_hours")
    for demand, wanted in line.items():
        if demand in held and held[demand] != wanted:
            return False
        if demand in ("pcr", "antigen") and not _has_series(positives, demand, wanted, within):
            return False
    return bool(line)


def _has_series(positives: Sequence[TestFact], method: str, count: int, within_hours: int | None) -> bool:
    """Whether ``count`` positives of a method exist, the last at most ``within_hours`` after the first."""
    moments = sorted(test.moment for test in positives if test.method == method)
    if within_hours is None:
        return len(moments) >= count
    limit = timedelta(hours=within_hours)
    return any(
        moments[index + count - 1] - first <= limit
        for index, first in enumerate(moments)
        if index + count <= len(moments)
    )


# --- Moves of the status --------------------------------------------------------------------------------

ADVANCE, CORRECTION, REOPENING = "advance", "correction", "reopening"

MOVES: dict[str, dict[str, str]] = {
    "": {"suspected": ADVANCE, "probable": ADVANCE, "confirmed": ADVANCE},
    "suspected": {"probable": ADVANCE, "confirmed": ADVANCE, "discarded": CORRECTION},
    "probable": {
        "confirmed": ADVANCE,
        "recovered": ADVANCE,
        "died": ADVANCE,
        "suspected": CORRECTION,
        "discarded": CORRECTION,
    },
    "confirmed": {
        "recovered": ADVANCE,
        "died": ADVANCE,
        "suspected": CORRECTION,
        "probable": CORRECTION,
        "discarded": CORRECTION,
    },
    "recovered": {"confirmed": REOPENING, "died": CORRECTION, "discarded": CORRECTION},
    "died": {"confirmed": REOPENING, "discarded": CORRECTION},
    "discarded": {"suspected": REOPENING, "probable": REOPENING, "confirmed": REOPENING},
}
"""Every legal move, declared once. Corrections and reopenings need a reason."""

CLOSED = frozenset({"recovered", "died", "discarded"})


def kind_of_move(before: str, after: str) -> str | None:
    """ "advance", "correction" or "reopening"; None when the move is not legal."""
    return MOVES.get(before, {}).get(after)


def is_higher(level: str | None, than: str) -> bool:
    """Whether one live level stands above another; closed statuses stand outside the order."""
    order = {name: rank for rank, name in enumerate(LEVELS)}
    return level in order and than in order and order[level] > order[than]


# --- Infectious period ----------------------------------------------------------------------------------

BY_ONSET, BY_EXPOSURE, BY_SAMPLING, BY_REPORT = "onset", "first_exposure", "sampling", "report"
UNTIL_ISOLATION, UNTIL_NEGATIVE = "isolation", "negative"


@dataclass(frozen=True)
class CaseFacts:
    """What the infectious period is computed from. Days are local (Asia/Ho_Chi_Minh), moments aware."""

    reported_at: datetime
    symptom_onset: date | None = None
    source_is_known: bool = False
    first_exposure_on: date | None = None
    sampled_at: datetime | None = None
    isolated_at: datetime | None = None
    negative_at: datetime | None = None


@dataclass(frozen=True)
class InfectiousPeriod:
    """Half-open: from ``start`` (a local midnight) until ``end``, None while it goes on.

    ``rule`` is the line that applied, ``days`` how many days before ``reference_on``; ``notes`` the codes of
    what was set right: "sampled_before" (a positive sample older than the onset rule), "isolated_before"
    (isolated before the rule begins), "exposure_unknown" (source known, day of meeting not).
    """

    start: datetime
    end: datetime | None
    rule: str
    days: int
    reference_on: date
    notes: tuple[str, ...] = ()


def local_day(moment: datetime) -> date:
    """The local calendar day of a moment."""
    return moment.astimezone(TZ).date()


def midnight(day: date) -> datetime:
    """The moment a local day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=TZ)


def infectious_period(facts: CaseFacts, policy: Mapping[str, Any]) -> InfectiousPeriod:
    """From when until when the case can have infected others, by the dated rule.

    With symptoms: days before onset. Without: first meeting with a known source (where the rule knows it),
    else days before sampling, else before the report. ``policy`` holds ``onset_days_before``,
    ``first_exposure``, ``sampling_days_before``, ``until``.
    """
    rule, reference, days = _reference(facts, policy)
    first = reference - timedelta(days=days)
    notes = ["exposure_unknown"] if rule != BY_ONSET and _lacks_exposure(facts, policy) else []
    if facts.sampled_at and local_day(facts.sampled_at) < first:
        first, notes = local_day(facts.sampled_at), [*notes, "sampled_before"]
    end = facts.isolated_at if policy["until"] == UNTIL_ISOLATION else facts.negative_at
    if end is not None and end <= midnight(first):
        # Erring on the safe side: the day on which they were isolated is traced all the same.
        first, notes = local_day(end - timedelta(microseconds=1)), [*notes, "isolated_before"]
    return InfectiousPeriod(midnight(first), end, rule, days, reference, tuple(notes))


def _reference(facts: CaseFacts, policy: Mapping[str, Any]) -> tuple[str, date, int]:
    if facts.symptom_onset:
        return BY_ONSET, facts.symptom_onset, int(policy["onset_days_before"])
    if policy["first_exposure"] and facts.source_is_known and facts.first_exposure_on:
        return BY_EXPOSURE, facts.first_exposure_on, 0
    days = int(policy["sampling_days_before"])
    if facts.sampled_at:
        return BY_SAMPLING, local_day(facts.sampled_at), days
    return BY_REPORT, local_day(facts.reported_at), days


def _lacks_exposure(facts: CaseFacts, policy: Mapping[str, Any]) -> bool:
    return bool(policy["first_exposure"]) and facts.source_is_known and facts.first_exposure_on is None


# --- Completeness of the form ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Completeness:
    """``percent`` 0–100 (100 only when nothing is missing) and the missing items, heaviest first."""

    percent: int
    missing: tuple[str, ...]


def completeness(answered: Mapping[str, float | None], weights: Mapping[str, int]) -> Completeness:
    """How much of the investigation form is filled in.

    ``answered`` gives each item's share (0–1); None says that the item does not apply to this patient. An
    item without an entry counts as missing.
    """
    asked = {item: weight for item, weight in weights.items() if answered.get(item, 0.0) is not None}
    total = sum(asked.values())
    if total == 0:
        return Completeness(100, ())
    missing = sorted(
        (item for item in asked if _share(answered, item) < 1), key=lambda item: (-asked[item], item)
    )
    done = sum(weight * _share(answered, item) for item, weight in asked.items())
    percent = int(100 * done / total) if missing else 100
    return Completeness(min(percent, 99) if missing else 100, tuple(missing))


def _share(answered: Mapping[str, float | None], item: str) -> float:
    return min(max(answered.get(item) or 0.0, 0.0), 1.0)


def interview_days(last: date, count: int) -> tuple[date, ...]:
    """The days an interview asks about, newest first: ``last`` and the ``count`` − 1 days before it."""
    return tuple(last - timedelta(days=back) for back in range(count))


# --- Codes ----------------------------------------------------------------------------------------------

LEVEL_WORDS = (
    "thành phố", "thị trấn", "thị xã", "quận", "huyện", "phường", "xã", "tỉnh",
)  # fmt: skip


def area_initials(name: str) -> str:
    """ "Quận Hai Bà Trưng" → "HBT": the initials of an area's name without its level, no diacritics."""
    plain = unicodedata.normalize("NFC", name).strip().lower()
    for word in LEVEL_WORDS:
        if plain.startswith(f"{word} "):
            plain = plain.removeprefix(word)
            break
    letters = unicodedata.normalize("NFD", plain.replace("đ", "d"))
    bare = "".join(sign for sign in letters if not unicodedata.combining(sign))
    words = "".join(sign if sign.isalnum() else " " for sign in bare).split()
    return "".join(word if word.isdigit() else word[0] for word in words).upper()


def case_code(prefix: str, number: int) -> str:
    """("HBT", 412) → "HBT-0412"; longer numbers simply grow."""
    return f"{prefix}-{number:04d}"


def positive_sample(tests: Iterable[TestFact]) -> datetime | None:
    """When the first positive sample was taken, as far as known."""
    moments = [test.sampled_at for test in tests if test.value == POSITIVE and test.sampled_at]
    return min(moments) if moments else None


NATIONAL_CODE = re.compile(r"(?:BN)?\s*0*([1-9][0-9]{0,9})")


def national_code(text: str) -> str | None:
    """The ministry's code as it is written, ``BN`` and an unpadded number; "" for none, None for no such code."""
    tidy = " ".join(text.split()).upper()
    found = NATIONAL_CODE.fullmatch(tidy)
    return f"BN{found[1]}" if found else ("" if not tidy else None)
