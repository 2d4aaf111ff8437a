"""Every figure the synthetic city rests on. None is a measurement of Hà Nội; each says what it is after."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))  # no summer time, so a fixed offset is exact
SCENARIO_AT = datetime(2021, 9, 14, 16, 0, tzinfo=VIETNAM)
FIRST_DAY = date(2021, 8, 24)  # 21 whole days before the scenario's own
DAYS = 22

# Shares of households with 1, 2, … 7 members: mean 3.6, about what the 2019 census says of towns (from
# memory).
HOUSEHOLD_SIZES = (0.10, 0.18, 0.20, 0.26, 0.14, 0.08, 0.04)


@dataclass(frozen=True)
class Outbreak:
    """Transmission and detection.

    ``generation`` and ``incubation`` are (shape, scale in days) of gamma distributions: means of 4.7 and 4.4
    days, as published for the Delta variant. ``home_hours`` is how long people of one home are really close
    a day.
    """

    index_cases: int = 4
    infections: tuple[int, int] = (70, 120)
    generation: tuple[float, float] = (4.7, 1.0)
    incubation: tuple[float, float] = (5.0, 0.88)
    home_hours: float = 5.0
    symptomatic: float = 0.68
    found_with_symptoms: float = 0.48
    found_without: float = 0.15
    onset_to_sample: tuple[float, float] = (2.2, 0.9)
    infection_to_screening: tuple[float, float] = (9.0, 0.7)
    sample_to_result_h: tuple[float, float] = (4.0, 2.6)
    contact_stays_home: float = 0.65


@dataclass(frozen=True)
class Noise:
    """What goes wrong between a real visit and a row in the ledger (shares of visits)."""

    missed_scan: dict[str, float] = field(
        default_factory=lambda: {
            "market": 0.28,
            "outdoor": 0.60,
            "workplace": 0.12,
            "factory": 0.08,
            "school": 0.08,
        }
    )
    missed_elsewhere: float = 0.20
    missing_exit: float = 0.25
    wrong_place: float = 0.02
    typed_by_hand: float = 0.08
    late_scan_s: int = 240


# How likely two people at one place at one time are really near each other (within two metres for a while).
NEAR_IN_GROUP = {"workplace": 0.80, "factory": 0.75, "school": 0.60, "health_facility": 0.50, "market": 0.50}
NEAR_ELSEWHERE = {
    "workplace": 0.05,
    "factory": 0.05,
    "school": 0.03,
    "health_facility": 0.06,
    "market": 0.03,
    "supermarket": 0.02,
    "restaurant": 0.25,
    "shop": 0.15,
    "pharmacy": 0.12,
    "worship": 0.08,
    "outdoor": 0.05,
}
# Share of the shared time they are near, and how well the virus passes there compared with a home.
NEAR_SHARE = {"workplace": 0.35, "factory": 0.40, "school": 0.40}
PASSES = {"market": 0.6, "outdoor": 0.1, "supermarket": 0.5}


@dataclass(frozen=True)
class Assumptions:
    """All of it; a smaller city has fewer infections."""

    people: int = 30_000
    outbreak: Outbreak = field(default_factory=Outbreak)
    noise: Noise = field(default_factory=Noise)


def assumptions_for(people: int) -> Assumptions:
    """The full city's figures, or for a small one a proportionate outbreak."""
    if people >= 20_000:
        return Assumptions(people)
    target = max(14, people // 400)
    return Assumptions(
        people, Outbreak(2, (target, target + 14), found_with_symptoms=0.66, found_without=0.25)
    )
