"""The ledger and the ground truth, by COPY."""

from datetime import datetime, timedelta

import numpy as np

from phaodai.command.drill.generator import GeneratedCity
from phaodai.command.drill.generator.assumptions import DAYS, FIRST_DAY, VIETNAM
from phaodai.command.drill.generator.outbreak import AT_HOME
from phaodai.command.drill.generator.routine import DAY_S
from phaodai.command.drill.loading.copying import NULL, copy_lines, copy_rows
from phaodai.command.drill.loading.people import LoadedPeople
from phaodai.command.drill.models import DrillRun, TrueContact, TrueInfection
from phaodai.response.movement.partitions import ensure_partitions
from phaodai.response.movement.terms import VisitSource

START = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=VIETNAM)
VISIT_COLUMNS = ["client_id", "day", "person_id", "place_id", "start_at", "end_at", "source"]


def moment(second: int) -> datetime:
    """Seconds since the first day's midnight as a moment."""
    return START + timedelta(seconds=second)


def load_visits(city: GeneratedCity, ids: LoadedPeople) -> int:
    """Write the recorded visits, a day at a time; returns how many."""
    ensure_partitions([FIRST_DAY + timedelta(days=day) for day in range(DAYS + 1)])
    records = city.records
    days = records.start // DAY_S
    for day in range(DAYS):
        chosen = np.flatnonzero(days == day)
        copy_lines("movement_visit", VISIT_COLUMNS, _lines(city, ids, day, chosen))
    return len(records)


def _clock(seconds: np.ndarray, day: int) -> list[str]:
    """Seconds as "2021-09-14 07:05:09+07", or NULL where negative."""
    date = FIRST_DAY + timedelta(days=day)
    within = seconds - day * DAY_S
    return [
        f"{date} {second // 3600:02d}:{second % 3600 // 60:02d}:{second % 60:02d}+07" if second >= 0 else NULL
        for second in within.tolist()
    ]


def _lines(city: GeneratedCity, ids: LoadedPeople, day: int, chosen: np.ndarray) -> list[str]:
    records = city.records
    raw = records.client_id[chosen].tobytes().hex()
    date = FIRST_DAY + timedelta(days=day)
    persons, places = ids.persons[records.person[chosen]], ids.places[records.place[chosen]]
    sources = [
        (VisitSource.TYPED if typed else VisitSource.SCAN).value
        for typed in records.is_typed[chosen].tolist()
    ]
    starts, ends = _clock(records.start[chosen], day), _clock(records.end[chosen], day)
    return [
        f"{raw[32 * row : 32 * row + 32]}\t{date}\t{person}\t{place}\t{start}\t{end}\t{source}"
        for row, (person, place, start, end, source) in enumerate(
            zip(persons.tolist(), places.tolist(), starts, ends, sources, strict=True)
        )
    ]


def load_truth(run: DrillRun, city: GeneratedCity, ids: LoadedPeople) -> None:
    """Write who was infected by whom, and who was really near each of them."""
    home_of = ids.homes[city.people.household]
    copy_rows(
        TrueInfection,
        ["run_id", "person_id", "infector_id", "place_id", "infected_at", "onset_at"],
        (
            (
                run.pk,
                ids.persons[one.person],
                None if one.infector is None else ids.persons[one.infector],
                home_of[one.person] if one.place == AT_HOME else ids.places[one.place],
                moment(one.infected_at).isoformat(),
                None if one.onset_at is None else moment(one.onset_at).isoformat(),
            )
            for one in city.truth.infections
        ),
    )
    copy_rows(
        TrueContact,
        ["run_id", "case_person_id", "contact_person_id", "place_id", "seconds"],
        (
            (
                run.pk,
                ids.persons[case],
                ids.persons[contact],
                home_of[case] if place == AT_HOME else ids.places[place],
                seconds,
            )
            for case, contact, place, seconds in city.truth.meetings
        ),
    )
