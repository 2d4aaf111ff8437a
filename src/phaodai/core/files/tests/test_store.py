"""The store: taken in once, found by digest, read through its thing, deleted on time with proof."""

import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections, transaction
from django.http import Http404
from django.urls import reverse

from phaodai.core import clock
from phaodai.core.audit.models import ActionLog, ReadLog
from phaodai.core.files import purposes, queries, retention, services, store, verification
from phaodai.core.files.downloads import bytes_of, download_response
from phaodai.core.files.models import FileRun, StoredFile
from phaodai.core.files.terms import PICTURES, TABLES, FileState, Kind
from phaodai.core.files.tests import makers

PURPOSE = "test.scans"


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    settings.PHAODAI_HOME = tmp_path
    return tmp_path


@pytest.fixture
def purpose(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Scans that belong to a case, kept as long as a policy says."""
    monkeypatch.setattr(purposes, "_purposes", dict(purposes._purposes))
    return purposes.register(
        purposes.Purpose(
            code=PURPOSE, title="Scans", owner=lambda: apps.get_model("cases", "Case"), capability="cases.view",
            kinds=PICTURES | TABLES, most_bytes=100_000, shows_health_data=True, term="movement.retention_days",
            still_needs=lambda ids: set(still_needed) & set(ids),
        )
    )  # fmt: skip


still_needed: set[Any] = set()


@pytest.fixture
def case(cast: Any) -> Any:
    return apps.get_model("cases", "Case").objects.create(
        code="T-1", person=cast.an, area=cast.ward_a, definition_version="x", reported_at=clock.now()
    )


def upload(name: str = "ảnh.png", body: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, makers.png() if body is None else body, content_type="text/html")


def on_disk() -> list[str]:
    return [digest for digest, _size, _at in store.digests()]


def test_the_same_content_lies_once_under_its_digest(home, purpose, cast):
    first = services.store_upload(upload=upload(), purpose=PURPOSE, by=cast.lab)
    second = services.store_upload(upload=upload("khác.jpg"), purpose=PURPOSE, by=cast.sampler)
    digest = hashlib.sha256(makers.png()).hexdigest()
    assert (first.digest, second.digest) == (digest, digest)
    assert on_disk() == [digest]
    path = store.path_of(digest)
    assert path == home / "files" / "sha256" / digest[:2] / digest
    assert path.read_bytes() == makers.png()
    assert path.stat().st_mode & 0o777 == 0o440
    assert (first.kind, first.name, first.size) == (Kind.PNG, "ảnh.png", len(makers.png()))
    assert not list((home / "files" / "incoming").iterdir())


def test_a_damaged_copy_is_replaced_when_the_content_comes_again(home, purpose, cast):
    row = services.store_upload(upload=upload(), purpose=PURPOSE, by=cast.lab)
    path = store.path_of(row.digest)
    path.chmod(0o600)
    path.write_bytes(b"x")
    services.store_upload(upload=upload(), purpose=PURPOSE, by=cast.lab)
    assert path.read_bytes() == makers.png()


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("lớn.csv", b"a,b\n" * 30_000, "file_too_large"),
        ("a.pdf", makers.pdf(), "file_not_accepted_here"),
        ("a.png", b"MZ\0", "file_kind"),
        ("", b"", "file_empty"),
    ],
)
def test_a_refused_file_leaves_nothing(home, purpose, cast, name, body, code):
    with pytest.raises(ValidationError) as caught:
        services.store_bytes(content=body, name=name, purpose=PURPOSE, by=cast.lab)
    assert caught.value.code == code
    assert len(caught.value.messages) == 1
    assert not StoredFile.objects.exists()
    assert on_disk() == []
    assert not list((home / "files" / "incoming").iterdir())


def test_a_file_is_read_through_its_thing_and_put_on_record(home, purpose, cast, case):
    row = services.keep_upload(upload=upload("phiếu.png"), purpose=PURPOSE, owner=case, by=cast.ward_clerk_a)
    assert queries.file_for(cast.ward_clerk_a, row.uuid, PURPOSE) == row
    assert StoredFile.objects.visible_to(cast.investigator).get() == row
    for stranger in (cast.ward_clerk_c, cast.lab, cast.office_clerk):
        assert not StoredFile.objects.visible_to(stranger).exists()
        for uuid in (row.uuid, uuid4()):
            with pytest.raises(Http404):
                queries.file_for(stranger, uuid, PURPOSE)
    answer = download_response(row, by=cast.ward_clerk_a)
    assert b"".join(answer.streaming_content) == makers.png()
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "image/png"
    look = ReadLog.objects.get()
    assert (look.subject_type, look.subject_id, look.actor_name) == ("case", case.uuid, "Đặng Tuấn Kiệt")
    assert ActionLog.objects.filter(action="file_downloaded", subject_id=row.uuid).exists()


def test_an_upload_waits_for_its_thing_and_only_its_owner_may_place_it(home, purpose, cast, case):
    row = services.store_upload(upload=upload(), purpose=PURPOSE, by=cast.ward_clerk_a)
    assert queries.waiting_upload(cast.ward_clerk_a, row.uuid, PURPOSE) == row
    with pytest.raises(Http404):
        queries.waiting_upload(cast.investigator, row.uuid, PURPOSE)
    with pytest.raises(PermissionDenied):
        services.link_file(file=row, owner=case, by=cast.investigator)
    with pytest.raises(TypeError):
        services.link_file(file=row, owner=cast.an, by=cast.ward_clerk_a)
    services.link_file(file=row, owner=case, by=cast.ward_clerk_a)
    with pytest.raises(ValidationError):
        services.link_file(file=row, owner=case, by=cast.ward_clerk_a)
    assert queries.files_of(PURPOSE, [case.uuid])[case.uuid] == [row]


def test_a_missing_or_damaged_content_is_found_and_never_handed_out(home, purpose, cast, case):
    good, gone, spoiled = (
        services.keep_upload(upload=upload(body=makers.png(width)), purpose=PURPOSE, owner=case, by=cast.lab)
        for width in (3, 4, 5)
    )
    store.path_of(gone.digest).unlink()
    path = store.path_of(spoiled.digest)
    path.chmod(0o600)
    body = path.read_bytes()
    path.write_bytes(body[:-1] + b"\0")
    (home / "files" / "sha256" / "aa").mkdir(exist_ok=True)
    (home / "files" / "sha256" / "aa" / ("a" * 64)).write_bytes(b"nobody's")
    assert verification.missing_or_short() == [gone.digest]
    check = verification.verify_store()
    assert (check.contents, check.missing, check.damaged, check.unclaimed) == (
        3, [gone.digest], [spoiled.digest], 1,
    )  # fmt: skip
    assert bytes_of(good) == makers.png(3)
    for row in (gone, spoiled):
        with pytest.raises(Http404):
            download_response(row, by=cast.lab)
    assert queries.names_of(check.missing) == {gone.digest: [f"{PURPOSE} {gone.recorded_at:%d/%m/%Y}"]}


def keep(case: Any, width: int, days_ago: int, by: Any) -> StoredFile:
    row = services.keep_upload(upload=upload(body=makers.png(width)), purpose=PURPOSE, owner=case, by=by)
    row.linked_at = clock.now() - timedelta(days=days_ago)
    row.save()
    return row


def test_retention_deletes_what_is_past_its_term_and_proves_it(home, purpose, cast, case):
    old, fresh = keep(case, 3, 31, cast.lab), keep(case, 4, 29, cast.lab)
    shared_old, shared_fresh = keep(case, 5, 31, cast.lab), keep(case, 5, 2, cast.lab)
    waiting = services.store_upload(upload=upload(body=makers.png(6)), purpose=PURPOSE, by=cast.lab)
    StoredFile.objects.filter(pk=waiting.pk).update(recorded_at=clock.real_now() - timedelta(hours=25))
    before = on_disk()
    run = retention.apply_file_retention(by=None)
    assert (run.files_deleted, run.left_past_term) == (3, 0)
    assert set(run.contents_deleted) == {old.digest, waiting.digest}
    after = sorted(set(before) - set(run.contents_deleted))
    assert after == on_disk() == sorted({fresh.digest, shared_fresh.digest})
    assert (run.before, run.after) == (retention.sum_of(before), retention.sum_of(after))
    assert (run.contents_before, run.contents_after) == (4, 2)
    old.refresh_from_db()
    assert (old.state, old.name, old.deleted_reason) == (FileState.DELETED, "", "past its term")
    shared_old.refresh_from_db()
    assert shared_old.state == FileState.DELETED
    assert bytes_of(shared_fresh) == makers.png(5)
    assert retention.apply_file_retention(by=None).contents_deleted == []


def test_what_a_thing_still_needs_outlives_its_term(home, purpose, cast, case):
    keep(case, 3, 400, cast.lab)
    still_needed.add(case.uuid)
    try:
        run = retention.apply_file_retention(by=None)
    finally:
        still_needed.clear()
    assert (run.files_deleted, run.left_past_term) == (0, 1)
    assert len(on_disk()) == 1


def test_a_file_whose_thing_is_gone_goes_too(home, purpose, cast, case):
    keep(case, 3, 1, cast.lab)
    case.delete()
    assert retention.apply_file_retention(by=None).files_deleted == 1
    assert on_disk() == []


def test_a_file_given_up_by_its_thing_leaves_with_the_next_run(home, purpose, cast, case):
    row = keep(case, 3, 1, cast.lab)
    services.delete_file(file=row, reason="gửi nhầm", by=cast.lab)
    services.delete_file(file=row, reason="gửi nhầm", by=cast.lab)
    assert ActionLog.objects.filter(action="file_deleted").count() == 1
    assert on_disk() == [row.digest]
    assert retention.apply_file_retention(by=None).contents_deleted == [row.digest]


def test_bytes_whose_row_was_taken_back_are_swept_after_a_day(home, purpose, cast):
    def given_up() -> None:
        with transaction.atomic():
            services.store_upload(upload=upload(), purpose=PURPOSE, by=cast.lab)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        given_up()
    (digest,) = on_disk()
    assert retention.apply_file_retention(by=None).contents_deleted == []
    yesterday = time.time() - 90_000
    os.utime(store.path_of(digest), (yesterday, yesterday))
    assert retention.apply_file_retention(by=None).contents_deleted == [digest]


@pytest.mark.django_db(transaction=True)
def test_while_a_backup_runs_no_content_leaves_the_disk(home):
    with store.received([b"x"], 10) as spool:
        store.place(spool)
    os.utime(store.path_of(spool.digest), (1, 1))
    # a session of its own, as a backup has
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock_shared(%s)", [retention.BACKUP_LOCK])
            run = retention.apply_file_retention(by=None)
            assert run.is_postponed
            assert on_disk() == [spool.digest]
    finally:
        other.close()
    assert retention.apply_file_retention(by=None).contents_deleted == [spool.digest]
    assert FileRun.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_many_at_once_store_one_content_while_it_is_being_removed(home):
    """Whoever wins, no living row is left without its bytes."""
    services.store_bytes(content=makers.png(), name="a", purpose="directives.evidence", by=None)
    StoredFile.objects.update(state=FileState.DELETED, deleted_at=clock.now(), name="")
    errors: list[Exception] = []

    def run(deed: Any) -> None:
        try:
            deed()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    def give() -> Any:
        return services.store_bytes(content=makers.png(), name="b", purpose="directives.evidence", by=None)

    deeds = [give, retention._delete_contents, give, retention._delete_contents, give]
    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not errors
    assert StoredFile.objects.exclude(state=FileState.DELETED).count() == 3
    assert verification.verify_store().missing == []


@pytest.mark.faults
def test_a_process_killed_while_storing_leaves_no_half_content(home):
    """It is killed again and again in the middle; what has a name is whole."""
    code = (
        "import django; django.setup()\n"
        "from phaodai.core.files import store\n"
        "body = b'x' * 400_000\n"
        "print('ready', flush=True)\n"
        "n = 0\n"
        "while True:\n"
        "    n += 1\n"
        "    with store.received((str(n).encode(), body), 1_000_000) as spool:\n"
        "        store.place(spool)\n"
    )
    variables = {**os.environ, "PHAODAI_HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path)}
    variables["DJANGO_SETTINGS_MODULE"] = "config.settings.dev"
    process = subprocess.Popen([sys.executable, "-c", code], env=variables, stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    deadline = time.monotonic() + 20
    while sum(1 for _ in store.digests()) < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=20)
    found = on_disk()
    assert found
    assert [store.digest_on_disk(digest) for digest in found] == found
    store.sweep_incoming(older_than_s=-1)
    assert not list((home / "files" / "incoming").iterdir())


def test_the_data_officer_sees_the_store_and_its_proofs(
    home, purpose, cast, case, client_as, django_assert_max_num_queries
):
    keep(case, 3, 31, cast.lab)
    retention.apply_file_retention(by=None)
    officer = client_as(cast.data_officer)
    with django_assert_max_num_queries(20):
        page = officer.get(reverse("files:store")).content.decode()
    assert "Scans" in page
    assert FileRun.objects.get().before[:12] in page
    assert officer.post(reverse("files:verify")).status_code == 302
    assert (
        FileRun.objects.get().before
        in officer.get(reverse("files:store") + "?format=csv").getvalue().decode()
    )
    assert client_as(cast.ward_clerk_a).get(reverse("files:store")).status_code == 404
