"""The segments give the rows of the ledger: sealed, half sealed, changed since, damaged, restored from elsewhere."""

import json
import logging
import uuid
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import duckdb
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.response.movement.models import Visit as LedgerVisit
from phaodai.response.movement.partitions import ensure_partitions
from phaodai.response.movement.retention import apply_retention
from phaodai.response.tracing import copresence, engine, sealed
from phaodai.response.tracing.copresence import Period
from phaodai.response.tracing.models import LedgerChange, SealedDay
from phaodai.response.tracing.services import seal_ledger, trace_case
from phaodai.response.tracing.services.sealing import segments_store
from phaodai.response.tracing.tests.factories import contact_of, ten_september, visit
from phaodai.response.tracing.tests.test_copresence import FAR, Ledger, as_time, in_order
from tests.cast import Cast, at
from tests.tracegraph.generated import case_periods, moments, policies, visit_lists
from tracegraph import CasePeriod, LingerPolicy, Visit

pytestmark = pytest.mark.django_db
TENTH = date(2021, 9, 10)


@pytest.fixture(autouse=True)
def segments(settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The segments in use, in a folder of the test's own; nobody pulls the plug, so no waiting for the disk."""
    monkeypatch.setattr("os.fsync", lambda descriptor: None)
    settings.PHAODAI_TRACE_ENGINE = "segments"
    settings.PHAODAI_HOME = tmp_path


@pytest.fixture
def ledger(cast: Cast) -> Ledger:
    """The generated people are people of the register here: the segments know them by their subject number."""
    ledger = Ledger(cast)
    ledger.people = dict(
        zip(ledger.people, (cast.an.pk, cast.binh.pk, cast.chi.pk, cast.dung.pk), strict=True)
    )
    return ledger


def both(periods: list[Period], policy: LingerPolicy, together_s: int = 0):
    """The answers of the two engines, each in an order of its own."""
    return [in_order(one.meetings_of(periods, policy, together_s)) for one in (engine, copresence)]


def begin_anew() -> None:
    """A rolled-back seal leaves files that the database knows nothing of; here the folder goes too."""
    store = segments_store()
    for day in store.manifest().days:
        store.drop_day(day)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    visits=visit_lists(),
    late=visit_lists(),
    case=case_periods(),
    policy=policies(),
    seconds=st.integers(0, 20),
)
def test_both_engines_agree_with_days_sealed_and_days_changed_since(
    ledger: Ledger,
    visits: list[Visit],
    late: list[Visit],
    case: CasePeriod,
    policy: LingerPolicy,
    seconds: int,
) -> None:
    person = ledger.people[case.person]
    period = Period(1, person, as_time(case.infectious_from), as_time(case.infectious_to or FAR))
    with transaction.atomic():
        ledger.write(ledger.of(visits))
        seal_ledger(by=SYSTEM_ACTOR)
        by_segments, by_ledger = both([period], policy)
        assert by_segments == by_ledger
        ledger.write(ledger.of(late))
        by_segments, by_ledger = both([period], policy, seconds)
        assert by_segments == by_ledger
        transaction.set_rollback(True)
    begin_anew()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(visits=visit_lists(), policy=policies(), from_at=moments)
def test_many_periods_agree(ledger: Ledger, visits: list[Visit], policy: LingerPolicy, from_at: int) -> None:
    periods = [Period(number, number, as_time(from_at), as_time(FAR)) for number in ledger.people.values()]
    with transaction.atomic():
        ledger.write(ledger.of(visits))
        seal_ledger(by=SYSTEM_ACTOR)
        by_segments, by_ledger = both(periods, policy)
        assert by_segments == by_ledger
        transaction.set_rollback(True)
    begin_anew()


def period_of_an(cast: Cast) -> list[Period]:
    return [Period(7, cast.an.pk, at(7), at(14))]


def answered_by_segments(cast: Cast) -> frozenset[date]:
    snapshot = sealed._reader(sealed.folder(), sealed.ledger_name()).refresh()
    return sealed.up_to_date(snapshot, copresence.days_of(period_of_an(cast), LingerPolicy()))


def test_a_case_is_listed_alike_and_the_trace_names_its_engine(cast: Cast) -> None:
    case = ten_september(cast)
    assert TENTH in seal_ledger(by=SYSTEM_ACTOR)
    assert TENTH in answered_by_segments(cast)
    trace = trace_case(case=case, by=SYSTEM_ACTOR)
    assert (trace.engine, trace.candidates) == ("segments", 4)
    assert contact_of(cast.chi).exposures.get().path[0]["place"] == "Quán bún số 12"


def test_a_late_visit_a_correction_and_a_withdrawal_put_the_day_back_to_the_ledger(cast: Cast) -> None:
    ten_september(cast)
    rows = LedgerVisit.objects.filter(day=TENTH)
    changes = (
        lambda: visit(cast.giang, cast.canteen, at(10, 7, 15), at(10, 7, 20)),
        lambda: rows.filter(person_id=cast.chi.pk).update(end_at=at(10, 7, 20)),
        lambda: rows.filter(person_id=cast.giang.pk).delete(),
    )
    for change in changes:
        seal_ledger(by=SYSTEM_ACTOR)
        assert TENTH in answered_by_segments(cast)
        change()
        assert TENTH not in answered_by_segments(cast)
        by_segments, by_ledger = both(period_of_an(cast), LingerPolicy())
        assert by_segments == by_ledger
    assert seal_ledger(by=SYSTEM_ACTOR) == [TENTH]
    assert seal_ledger(by=SYSTEM_ACTOR) == [], "nothing changed since"


def test_today_is_never_sealed(cast: Cast) -> None:
    visit(cast.an, cast.canteen, at(14, 7), at(14, 8))
    seal_ledger(by=SYSTEM_ACTOR)
    assert clock.today() not in segments_store().manifest().days


def test_a_damaged_day_is_named_in_the_log_and_answered_by_the_ledger(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    ten_september(cast)
    seal_ledger(by=SYSTEM_ACTOR)
    path = segments_store().folder / segments_store().manifest().days[TENTH][0].file
    path.write_bytes(path.read_bytes()[:5_000].replace(b"\0", b"\1"))
    sealed._reader.cache_clear()
    with caplog.at_level(logging.ERROR):
        by_segments, by_ledger = both(period_of_an(cast), LingerPolicy())
    assert by_segments == by_ledger != {}
    assert "The sealed day 2021-09-10" in caplog.text
    assert seal_ledger(by=SYSTEM_ACTOR) == [TENTH], "the next night mends it"


def test_a_folder_of_another_city_is_named_in_the_log_and_left_alone(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    ten_september(cast)
    seal_ledger(by=SYSTEM_ACTOR)
    listing = segments_store().folder / "manifest.json"
    listing.write_text("{}")
    with caplog.at_level(logging.ERROR):
        by_segments, by_ledger = both(period_of_an(cast), LingerPolicy())
    assert by_segments == by_ledger != {}
    assert "The ledger answers instead" in caplog.text
    assert listing.read_text() == "{}"


def test_files_of_another_time_than_the_database_are_not_used(cast: Cast) -> None:
    ten_september(cast)
    seal_ledger(by=SYSTEM_ACTOR)
    SealedDay.objects.filter(day=TENTH).update(digest="0" * 16)
    assert TENTH not in answered_by_segments(cast)
    assert seal_ledger(by=SYSTEM_ACTOR) == [TENTH]


def test_retention_takes_the_sealed_day_with_it(cast: Cast) -> None:
    ten_september(cast)
    seal_ledger(by=SYSTEM_ACTOR)
    with clock.frozen(at(20, month=10)):
        apply_retention(by=SYSTEM_ACTOR)
    assert TENTH not in segments_store().manifest().days
    assert not SealedDay.objects.exists()
    assert not list(segments_store().folder.rglob("*.seg"))


def test_visits_of_nobody_registered_stay_with_the_ledger(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    ten_september(cast)
    LedgerVisit.objects.filter(day=TENTH, person_id=cast.chi.pk).update(person_id=987_654)
    with caplog.at_level(logging.ERROR):
        assert TENTH not in seal_ledger(by=SYSTEM_ACTOR)
    assert "of nobody registered" in caplog.text


def test_with_the_ledger_as_engine_nothing_is_sealed_and_the_notes_go(cast: Cast, settings) -> None:
    settings.PHAODAI_TRACE_ENGINE = "sql"
    case = ten_september(cast)
    assert LedgerChange.objects.exists()
    assert seal_ledger(by=SYSTEM_ACTOR) == []
    assert not LedgerChange.objects.exists()
    assert not (segments_store().folder).exists()
    assert trace_case(case=case, by=SYSTEM_ACTOR).engine == "postgresql"


def test_a_batch_costs_one_note_a_day(cast: Cast) -> None:
    ensure_partitions([TENTH, TENTH - timedelta(days=1)])
    LedgerChange.objects.all().delete()
    rows = [(uuid.uuid4(), day, cast.an.pk) for day in (TENTH, TENTH, TENTH - timedelta(days=1))]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO movement_visit (client_id, day, person_id, place_id, start_at, source) "
            "SELECT id, day, person, 1, (day || ' 12:00+07')::timestamptz, 'scan' "
            "FROM unnest(%s::uuid[], %s::date[], %s::bigint[]) AS one(id, day, person)",
            [list(column) for column in zip(*rows, strict=True)],
        )
    assert LedgerChange.objects.count() == 2


def test_the_command_seals_now_and_says_what_is_held(cast: Cast) -> None:
    ten_september(cast)
    out = StringIO()
    call_command("trace", "seal", "--json", stdout=out)
    document = json.loads(out.getvalue())
    assert "2021-09-10" in document["sealed"]
    assert document["visits"] == LedgerVisit.objects.filter(day__lt=clock.today()).count()


def test_the_command_says_that_the_segments_are_not_in_use(
    settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.PHAODAI_TRACE_ENGINE = "sql"
    with pytest.raises(SystemExit) as stopped:
        call_command("trace", "seal")
    assert stopped.value.code == 2
    assert "PHAODAI_TRACE_ENGINE=segments" in capsys.readouterr().err


def test_the_command_seals_an_archive_apart_from_the_ledger(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, folder = tmp_path / "visits.parquet", tmp_path / "days"
    with duckdb.connect() as archive:
        archive.execute(
            'CREATE TABLE visit AS SELECT 1 AS person, 2 AS place, 1631250000 AS start, 1631253600 AS "end"'
        )
        archive.execute(f"COPY visit TO '{file}' (FORMAT parquet)")
    out = StringIO()
    call_command("trace", "seal", "--parquet", str(file), "--folder", str(folder), "--json", stdout=out)
    assert json.loads(out.getvalue())["sealed"] == ["2021-09-10"]
    assert not segments_store().manifest().days
    with pytest.raises(SystemExit) as stopped:
        call_command("trace", "seal", "--parquet", str(file))
    assert stopped.value.code == 2
    assert "--folder" in capsys.readouterr().err
