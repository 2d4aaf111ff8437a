"""What else fills a working day: screening in pools, a rapid test, a telephone call, a mix-up, levels of
wards.
"""

from datetime import timedelta

from phaodai.city.areas.models import Area
from phaodai.city.areas.services import compute_level, decide_level
from phaodai.city.areas.terms import RiskLevel
from phaodai.command.drill.past.stage import Stage
from phaodai.command.drill.past.testing import plan_correction, plan_sample
from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.response.cases.models import Case
from phaodai.response.cases.services import report_case
from phaodai.response.cases.terms import DetectionSetting
from phaodai.response.testing.terms import Method, ResultValue

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
THANH_NHAN, BACH_MAI = "00271", "00286"
REVIEWS = ((13, 8), (8, 8), (4, 8), (0, 6))  # days back, hour: when levels are computed
DRILL_DOCUMENT = "Thông báo số {number}/TB-BCĐ (diễn tập)"
LEVEL_FROM = (
    (6, RiskLevel.VERY_HIGH),
    (3, RiskLevel.HIGH),
    (1, RiskLevel.AT_RISK),
    (0, RiskLevel.NEW_NORMAL),
)
"""Cases of fourteen days from which a ward gets a level: a simple stand-in of the drill, not QĐ 2686."""


def plan_screening(stage: Stage) -> None:
    """Pools of households on the last two days; the last wait for the lab, two too long, one is positive."""
    morning = clock.at_local(clock.local_day(stage.now), 7, 30)
    for number in range(29):
        day = morning - DAY if number < 14 else morning
        people = stage.healthy(5, ward=number % len(stage.wards))
        taken_at = day + number % 14 * timedelta(minutes=12)
        if number > 25:  # just taken, still at the station
            taken_at = stage.now - timedelta(minutes=15 * (number - 25))
        resulted_at = taken_at + 7 * HOUR if number not in (3, 9) else None
        if number in (0, 8) or number > 20:
            resulted_at = None
        value = ResultValue.POSITIVE if number == 17 else ResultValue.NEGATIVE
        plan_sample(
            stage, people, taken_at=taken_at, resulted_at=resulted_at, value=value, method=Method.PCR_POOL
        )


def plan_singles(stage: Stage) -> None:
    """Negative singles over the weeks, so that not every test is positive; one could not be read."""
    for number, index in enumerate(stage.healthy(24)):
        taken_at = stage.now - timedelta(days=1 + number % 12, hours=8 - number % 5)
        value = ResultValue.INVALID if number == 5 else ResultValue.NEGATIVE
        plan_sample(stage, [index], taken_at=taken_at, resulted_at=taken_at + 11 * HOUR, value=value)


def plan_waiting(stage: Stage) -> None:
    """Singles taken around noon, received and not read yet: a positive one of them has candidates at once."""
    for number, index in enumerate(stage.sociable(4)):
        taken_at = stage.now - timedelta(hours=4, minutes=20 * number)
        plan_sample(stage, [index], taken_at=taken_at, resulted_at=None)


def plan_suspects(stage: Stage) -> None:
    """Today: a rapid test positive at Bạch Mai, and a sick person reported by telephone from Thanh Nhàn."""
    codes = [ward.code for ward in stage.wards]
    rapid = stage.healthy(1, ward=codes.index(BACH_MAI))
    plan_sample(
        stage, rapid, taken_at=stage.now - 5 * HOUR, resulted_at=None, method=Method.ANTIGEN, tell=False
    )
    caller = stage.healthy(1, ward=codes.index(THANH_NHAN))
    stage.player.at(stage.now - 2 * HOUR, _telephone, stage, caller[0])


def _telephone(stage: Stage, index: int) -> None:
    report_case(
        person=stage.person(index),
        setting=DetectionSetting.COMMUNITY,
        symptom_onset=clock.today() - DAY,
        reason="Người nhà gọi đến trạm y tế",
        by=stage.accounts.ward_clerk,
    )


def plan_mix_up(stage: Stage) -> None:
    """Two days ago a wrong positive; yesterday the laboratory took it back."""
    codes = [ward.code for ward in stage.wards]
    index = stage.healthy(1, ward=codes.index(THANH_NHAN))[0]
    resulted_at = stage.now - 50 * HOUR
    plan_sample(stage, [index], taken_at=resulted_at - 6 * HOUR, resulted_at=resulted_at)
    plan_correction(stage, index, stage.now - 25 * HOUR, "Nhầm ống với mẫu bên cạnh khi nạp máy")


def plan_levels(stage: Stage) -> None:
    """The machine proposes a level for each ward now and then; the commander decides on most of them."""
    day = clock.local_day(stage.now)
    for number, (back, hour) in enumerate(REVIEWS):
        at = clock.at_local(day - back * DAY, hour)
        stage.player.at(at, _compute, stage)
        if number < len(REVIEWS) - 1:
            stage.player.at(at + 3 * HOUR, _decide, stage, number)


def _cases_of(area: Area) -> int:
    since = clock.now() - 14 * DAY
    return Case.objects.confirmed().filter(area__closure_up__ancestor=area, confirmed_at__gte=since).count()


def _level_of(area: Area, scale: int = 1) -> str:
    cases = _cases_of(area)
    return next(level.value for limit, level in LEVEL_FROM if cases >= limit * scale)


def _compute(stage: Stage) -> None:
    reason = "Số ca 14 ngày (cách tính của diễn tập)"
    for ward in stage.wards:
        compute_level(area=ward, computed=_level_of(ward), reason=reason, by=SYSTEM_ACTOR)
    compute_level(
        area=stage.areas["007"], computed=_level_of(stage.areas["007"], 8), reason=reason, by=SYSTEM_ACTOR
    )


def _decide(stage: Stage, review: int) -> None:
    """Two wards wait for their decision; one stays a level lower than computed, with the reason."""
    for number, area in enumerate([stage.areas["007"], *stage.wards]):
        if number % 9 == 8:
            continue
        level, reason = _level_of(area, 8 if number == 0 else 1), ""
        if level == RiskLevel.HIGH and number % 2:
            level, reason = RiskLevel.AT_RISK.value, "Các ca cùng một hộ đã cách ly từ trước"
        document = DRILL_DOCUMENT.format(number=401 + 20 * review + number)
        decide_level(area=area, level=level, document=document, reason=reason, by=stage.accounts.commander)
