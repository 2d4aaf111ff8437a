"""Files nobody should send: each gets one clear sentence in both languages, and nothing of it is written."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from phaodai.city.people.models import Person
from phaodai.city.people.tests.hostile.files import READ, REFUSED, book, csv
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.exchange import keeping
from phaodai.core.exchange.files import import_content
from phaodai.core.exchange.kinds import kinds
from phaodai.core.exchange.models import Import
from phaodai.core.exchange.refusals import RefusedFile, sentence_of
from phaodai.core.exchange.services import advance_import
from phaodai.core.exchange.terms import ImportState, Refusal

SENTENCE = re.compile(r"^[^{}]{8,240}\.$")


@pytest.fixture(autouse=True)
def _home(settings, tmp_path: Path) -> None:
    settings.PHAODAI_HOME = tmp_path


def bring(content: bytes):
    return import_content(kind=kinds()["people"], content=content, dry_run=False, by=SYSTEM_ACTOR)


def test_there_are_thirty_at_least():
    assert len(REFUSED) + len(READ) >= 40


def refusal_of(content: bytes) -> str:
    try:
        bring(content)
    except RefusedFile as refused:
        vietnamese, english = sentences(refused)
        assert vietnamese != english
        assert SENTENCE.match(vietnamese), vietnamese
        assert SENTENCE.match(english), english
        return refused.code
    return ""


def sentences(refused: RefusedFile) -> list[str]:
    said = []
    for language in ("vi", "en"):
        with override(language):
            said.append(refused.sentence)
    return said


def test_one_sentence_each_and_nothing_written(cast):
    people = Person.objects.count()
    found = {name: refusal_of(make()) for name, (make, _code) in REFUSED.items()}
    assert found == {name: code for name, (_make, code) in REFUSED.items()}
    assert Person.objects.count() == people


def test_what_can_be_read_is_read_as_text(cast):
    people, written = Person.objects.count(), 0
    for name, (make, codes) in READ.items():
        result = bring(make())
        assert [fault.code for fault in result.rejected] == codes, name
        written += result.accepted
    assert Person.objects.count() == people + written


def test_every_refusal_is_one_sentence_in_both_languages():
    params = dict.fromkeys(("most", "row", "at", "columns", "column", "first", "second", "times"), "7")
    for code in Refusal.values:
        for language in ("vi", "en"):
            with override(language):
                assert SENTENCE.match(sentence_of(code, params)), code


def test_a_hostile_file_on_the_page(cast, client_as):
    clerk = client_as(cast.ward_clerk_a)
    make, _code = REFUSED["macros.xlsm"]
    clerk.post(
        reverse("exchange:new", args=["people"]), {"file": SimpleUploadedFile("../../x<b>.xlsm", make())}
    )
    row = Import.objects.get()
    advance_import(row.pk)
    row.refresh_from_db()
    assert (row.state, row.refusal) == (ImportState.REFUSED, "macros")
    page = clerk.get(reverse("exchange:import", args=[row.uuid])).content.decode()
    assert "Tệp có macro" in page
    assert "x<b>" not in page


def test_a_file_too_large_or_empty_is_refused_on_the_form(cast, client_as, monkeypatch):
    clerk, url = client_as(cast.ward_clerk_a), reverse("exchange:new", args=["people"])
    monkeypatch.setattr("phaodai.core.exchange.forms.MOST_BYTES", 100)
    large = clerk.post(url, {"file": SimpleUploadedFile("a.csv", b"x" * 101)})
    empty = clerk.post(url, {"file": SimpleUploadedFile("a.csv", b"")})
    none = clerk.post(url, {})
    assert [answer.status_code for answer in (large, empty, none)] == [422, 422, 422]
    assert "Tệp trống" in empty.content.decode()
    assert not Import.objects.exists()


def test_a_browser_closed_half_way_leaves_nothing_behind(cast):
    def torn():
        yield b"PK\x03\x04"
        raise OSError("the browser went away")

    with pytest.raises(OSError, match="went away"):
        keeping.keep(torn())
    assert list(keeping.folder().iterdir()) == []


def test_two_uploads_at_once_do_not_write_twice(cast, client_as):
    """Both are checked before either writes; the second to write finds the rows there."""
    clerk, url = client_as(cast.ward_clerk_a), reverse("exchange:new", args=["people"])
    content = book(["Họ và tên", "Năm sinh"], ["Lê Văn Ba", "1980"], ["Lê Văn Tư", "1981"])
    for _time in range(2):
        clerk.post(url, {"file": SimpleUploadedFile("a.xlsx", content)})
    first, second = Import.objects.order_by("pk")
    for row in (first, second):
        advance_import(row.pk)
        clerk.post(
            reverse("exchange:columns", args=[row.uuid]), {"column-0": "full_name", "column-1": "birth"}
        )
        advance_import(row.pk)
    for row in (first, second):
        clerk.post(reverse("exchange:write", args=[row.uuid]))
    for row in (first, second):
        advance_import(row.pk)
        row.refresh_from_db()
    assert [(row.state, row.accepted, row.duplicates) for row in (first, second)] == [
        ("done", 2, 0),
        ("done", 0, 2),
    ]
    assert Person.objects.filter(full_name="Lê Văn Ba").count() == 1


def test_what_goes_out_again_is_no_formula(cast):
    result = bring(csv("Họ và tên,Phường,Địa chỉ\nLê Văn Ba,00271,\"'=cmd|' /C calc'!A0\"\n"))
    assert result.accepted == 1
