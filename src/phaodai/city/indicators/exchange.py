"""Reported figures from a file: one figure a line, the unit by code or by name as people write it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction

from phaodai.city.areas.models import Area
from phaodai.city.areas.naming import Found, Register
from phaodai.city.areas.terms import AreaLevel
from phaodai.city.indicators.models import Observation, Submission
from phaodai.city.indicators.queries.past import background_of, limits_for, past_days
from phaodai.city.indicators.registry import Indicator, known
from phaodai.city.indicators.services.observations import Entry, judged
from phaodai.city.indicators.terms import ObservationState, Origin
from phaodai.core import clock
from phaodai.core.audit.services import actor_name
from phaodai.core.exchange import ImportResult, RowError, importer, read_csv

COLUMNS = ("day", "indicator", "area", "value")
DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y")
AT_ONCE = 5_000


@dataclass
class Places:
    """The register, level by level, of today."""

    registers: dict[str, Register] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "Places":
        """Every area in force."""
        rows: dict[str, list[Area]] = defaultdict(list)
        for area in Area.objects.in_force(clock.today()).select_related("parent"):
            rows[area.level].append(area)
        return cls({level: Register.of(areas) for level, areas in rows.items()})

    def find(self, row: dict[str, str]) -> tuple[Found, str]:
        """The area of a line, going down from the province where it names one; with the column it stands in.

        The name stands in ``area``; ``province`` and ``district`` narrow it; ``level`` says what it is.
        """
        inside: Area | None = None
        for level, column in ((AreaLevel.PROVINCE, "province"), (AreaLevel.DISTRICT, "district")):
            if row.get(column):
                found = self._one(level, row[column], inside)
                if found.area is None:
                    return found, column
                inside = found.area
        levels = [row["level"]] if row.get("level") else self._levels_below(inside)
        return self._first(levels, row["area"], inside), "area"

    def _levels_below(self, inside: Area | None) -> list[str]:
        order = [AreaLevel.PROVINCE, AreaLevel.DISTRICT, AreaLevel.WARD]
        return [str(level) for level in (order[order.index(inside.level) + 1 :] if inside else order)]  # type: ignore[arg-type]

    def _first(self, levels: list[str], name: str, inside: Area | None) -> Found:
        last = Found(how="unknown")
        for level in levels:
            last = self._one(level, name, inside)
            if last.area is not None or last.candidates:
                return last
        return last

    def _one(self, level: str, name: str, inside: Area | None) -> Found:
        register = self.registers.get(level, Register())
        within = inside if inside and level != AreaLevel.PROVINCE else None
        if name.isdigit() and len(name) > 1 and len(register.by_code.get(name, [])) == 1:
            return Found(register.by_code[name][0], "code")
        found = register.find(name, within)
        if within is None or found.area is not None or found.candidates:
            return found
        other = register.find(name)
        return Found(None, "elsewhere", other.candidates or ((other.area,) if other.area else ()))


@importer("observations")
def import_observations(*, content: bytes, dry_run: bool, by: Any) -> ImportResult:
    """Figures from a CSV: day, indicator, area, value; province, district, level, source where they help.

    Improbable ones are held as those typed by hand are. A figure that was reported otherwise is refused, never replaced.
    """
    result = ImportResult()
    places = Places.load()
    entries = list(_read(content, places, result))
    with transaction.atomic():
        _write(entries, result, by)
        if dry_run:
            transaction.set_rollback(True)
    result.rejected.sort(key=lambda error: error.row)
    return result


def _read(content: bytes, places: Places, result: ImportResult) -> Iterator[tuple[Indicator, Entry, str]]:
    cache: dict[tuple[str, ...], tuple[Found, str]] = {}
    for number, row in read_csv(content, COLUMNS):
        result.rows = number
        key = tuple(row.get(name, "") for name in ("province", "district", "area", "level"))
        if key not in cache:
            cache[key] = places.find(row)
        found, column = cache[key]
        error = _wrong_place(number, row, found, column) or _wrong_value(number, row)
        if error:
            result.rejected.append(error)
            continue
        indicator, area = known([row["indicator"]])[0], found.area
        assert area is not None
        day = _day(row["day"])
        assert day is not None
        yield indicator, Entry(number, area, day, Decimal(row["value"])), row.get("source", "")


def _wrong_place(number: int, row: dict[str, str], found: Found, column: str) -> RowError | None:
    if found.area is not None:
        return None
    if found.how == "elsewhere" and found.candidates:
        names = "; ".join(
            f"{area.name}, {area.parent.name if area.parent else ''}" for area in found.candidates[:4]
        )
        return RowError(
            number, column, "elsewhere", f"{row[column]}: thuộc nơi khác / lies elsewhere: {names}"
        )
    if found.candidates:
        names = "; ".join(
            f"{area.name}, {area.parent.name if area.parent else ''}" for area in found.candidates[:4]
        )
        return RowError(number, column, "ambiguous", f"{row[column]}: có nhiều nơi / several places: {names}")
    return RowError(
        number, column, "unknown_area", f"{row[column]}: không có trong danh mục / not in the register"
    )


def _wrong_value(number: int, row: dict[str, str]) -> RowError | None:
    indicators = known([row["indicator"]])
    if not indicators or not indicators[0].is_reported:
        return RowError(
            number,
            "indicator",
            "no_indicator",
            f"{row['indicator']}: không phải số đơn vị báo / not reported",
        )
    if _day(row["day"]) is None:
        return RowError(number, "day", "no_day", f"{row['day']}: không phải ngày / not a day")
    try:
        value = Decimal(row["value"])
    except InvalidOperation:
        return RowError(number, "value", "no_number", f"{row['value']}: không phải số / not a number")
    if not value.is_finite() or value < 0 or value >= 10**14:
        return RowError(
            number, "value", "impossible", f"{row['value']}: ngoài khoảng cho phép / out of range"
        )
    return None


def _day(text: str) -> date | None:
    for form in DAY_FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a bare day
        except ValueError:
            continue
    return None


def _write(entries: list[tuple[Indicator, Entry, str]], result: ImportResult, by: Any) -> None:
    fresh = _not_yet_known(entries, result)
    series: dict[tuple[str, int], list[Entry]] = defaultdict(list)
    for indicator, entry, _source in fresh:
        series[indicator.code, entry.area.pk].append(entry)
    sources = {entry.number: source for _indicator, entry, source in fresh}
    days = past_days()
    rows = []
    for (code, _area), one in series.items():
        indicator = known([code])[0]
        limits = limits_for([indicator], one[0].area.level)[code]
        for entry, findings in judged(one, indicator, days, limits, _background(indicator)):
            rows.append((code, entry, [finding.as_document(limits.versions) for finding in findings]))
    _store(rows, sources, by)
    result.accepted = len(rows)


def _background(indicator: Indicator) -> Any:
    return lambda area, recent: background_of(indicator, area, recent)


def _not_yet_known(
    entries: list[tuple[Indicator, Entry, str]], result: ImportResult
) -> list[tuple[Indicator, Entry, str]]:
    """Each figure once; what was reported before counts as a duplicate, or is refused when it differs."""
    codes = {indicator.code for indicator, _entry, _source in entries}
    standing = Observation.objects.filter(
        indicator__in=codes, state__in=[ObservationState.COUNTED, ObservationState.HELD]
    )
    seen = {
        (row[0], row[1], row[2]): row[3] for row in standing.values_list("indicator", "area", "day", "value")
    }
    fresh = []
    for indicator, entry, source in entries:
        key = (indicator.code, entry.area.pk, entry.day)
        if key not in seen:
            seen[key] = entry.value
            fresh.append((indicator, entry, source))
        elif seen[key] == entry.value:
            result.duplicates += 1
        else:
            text = f"đã báo / was reported: {seen[key]:f}"
            result.rejected.append(RowError(entry.number, "value", "reported_otherwise", text))
    return fresh


def _store(rows: list[tuple[str, Entry, list[dict[str, Any]]]], sources: dict[int, str], by: Any) -> None:
    """One submission for each unit and day of the file, its figures below it."""
    now, name = clock.now(), actor_name(by)
    submissions: dict[tuple[int, date], Submission] = {}
    for _code, entry, _findings in rows:
        key = (entry.area.pk, entry.day)
        if key not in submissions:
            submissions[key] = Submission(
                area=entry.area, day=entry.day, origin=Origin.FILE, source=sources[entry.number][:300] or "Tệp / file",
                signed_by_name=name, by_id=getattr(by, "pk", None), by_name=name, submitted_at=now,
            )  # fmt: skip
    Submission.objects.bulk_create(submissions.values(), batch_size=AT_ONCE)
    figures = (
        _figure(submissions[entry.area.pk, entry.day], code, entry, findings)
        for code, entry, findings in rows
    )
    Observation.objects.bulk_create(figures, batch_size=AT_ONCE)


def _figure(submission: Submission, code: str, entry: Entry, findings: list[dict[str, Any]]) -> Observation:
    return Observation(
        submission=submission, indicator=code, area=entry.area, day=entry.day, value=entry.value, doubts=findings,
        state=ObservationState.HELD if findings else ObservationState.COUNTED, by_id=submission.by_id,
        by_name=submission.by_name, occurred_at=submission.submitted_at,
        counted_from=None if findings else submission.submitted_at,
    )  # fmt: skip
