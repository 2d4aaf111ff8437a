"""Boundaries stored beside their areas, taken back, and delivered as sheets that never change."""

import gzip
import json
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from phaodai.city.areas.models import Area
from phaodai.city.areas.services import add_area
from phaodai.city.boundaries.addresses import shapes_url
from phaodai.city.boundaries.models import BoundaryFile
from phaodai.city.boundaries.queries import coverage, current_boundaries, sheet_of
from phaodai.city.boundaries.services import import_boundaries, undo_import
from phaodai.core.access import SYSTEM_ACTOR

TODAY = date(2021, 9, 14)


def square(west: float, side: float = 0.01) -> list[list[list[float]]]:
    south = 21.0
    return [
        [
            [west, south],
            [west + side, south],
            [west + side, south + side],
            [west, south + side],
            [west, south],
        ]
    ]


def collection(*rows: tuple[str, str, list]) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": name},
            "geometry": {"type": "Polygon", "coordinates": rings},
        }
        for code, name, rings in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


TWO = collection(("00271", "Thanh Nhàn", square(105.85)), ("00286", "Bạch Mai", square(105.84)))


@pytest.fixture
def keeper(cast):
    return cast.admin


def test_boundaries_are_stored_dated_and_audited(cast, keeper):
    outcome = import_boundaries(content=TWO, name="a.geojson", source="VNPDB", by=keeper)
    assert (outcome.accepted, outcome.level, outcome.describes_on) == (2, "ward", TODAY)
    rows = {row.area_id: row for row in current_boundaries([cast.ward_a.pk, cast.ward_b.pk], TODAY)}
    assert rows[cast.ward_a.pk].valid.lower == date(2020, 1, 1)
    assert rows[cast.ward_a.pk].area_km2 == pytest.approx(1.156, abs=0.01)
    again = import_boundaries(content=TWO, name="a.geojson", by=keeper)
    assert (again.accepted, again.duplicates, again.file) == (0, 2, None)


def test_a_dry_run_writes_nothing_and_faults_do_not_hinder_the_others(cast, keeper):
    content = collection(("00271", "Thanh Nhàn", square(105.85)), ("99999", "?", square(105.84)))
    outcome = import_boundaries(content=content, name="a", by=keeper, dry_run=True)
    assert (outcome.rows, outcome.accepted, [fault.code for fault in outcome.faults]) == (
        2,
        1,
        ["unknown_code"],
    )
    assert not BoundaryFile.objects.exists()


def test_the_last_file_counts_until_it_is_taken_back(cast, keeper):
    first = import_boundaries(content=TWO, name="first", by=keeper).file
    moved = collection(("00271", "Thanh Nhàn", square(105.853)))
    second = import_boundaries(content=moved, name="second", by=keeper).file
    assert current_boundaries([cast.ward_a.pk], TODAY).get().file == second
    with pytest.raises(ValidationError):
        undo_import(file=second, by=keeper, reason=" ")
    undo_import(file=second, by=keeper, reason="sai hệ tọa độ")
    assert current_boundaries([cast.ward_a.pk], TODAY).get().file == first
    with pytest.raises(ValidationError):
        undo_import(file=second, by=keeper, reason="again")


def test_only_those_who_keep_the_register_bring_boundaries(cast):
    with pytest.raises(PermissionDenied):
        import_boundaries(content=TWO, name="a", by=cast.ward_clerk_a)


def test_a_later_register_takes_its_own_boundaries(cast, keeper):
    """One code, two names: the file is of the day on which its names agree."""
    for area in (cast.ward_a, cast.ward_b):
        Area.objects.filter(pk=area.pk).update(valid=(date(2020, 1, 1), date(2025, 7, 1)))
    later = add_area(
        code="00286", name="Phường Bạch Mai mới", level="ward", valid_from=date(2025, 7, 1), by=SYSTEM_ACTOR,
        parent=cast.hanoi,
    )  # fmt: skip
    outcome = import_boundaries(
        content=collection(("00286", "Bạch Mai mới", square(105.84))), name="b", by=keeper
    )
    assert outcome.describes_on == date(2025, 7, 1)
    assert not current_boundaries([cast.ward_b.pk], TODAY).exists()
    assert current_boundaries([later.pk], date(2025, 8, 1)).get().area_km2 > 0


def test_sheets_change_their_version_with_what_they_are_made_of(cast, keeper, django_assert_num_queries):
    with django_assert_num_queries(2):
        before = sheet_of(cast.hbt, "ward", TODAY).version
    assert before == sheet_of(cast.hbt, "ward", TODAY).version
    import_boundaries(content=TWO, name="a", by=keeper)
    assert before != sheet_of(cast.hbt, "ward", TODAY).version
    assert [(row.level, row.bounded, row.nowhere) for row in coverage(TODAY)] == [
        ("province", 0, 1), ("district", 0, 2), ("ward", 2, 1),
    ]  # fmt: skip


def test_shapes_are_cells_then_boundaries_and_may_be_kept_for_ever(cast, keeper, client_as):
    client = client_as(cast.ward_clerk_a)
    url = shapes_url(cast.hbt, "ward", TODAY)
    answer = client.get(url)
    document = answer.json()
    assert {(area["name"], area["kind"]) for area in document["areas"]} == {
        ("Phường Thanh Nhàn", "cell"), ("Phường Bạch Mai", "cell"),
    }  # fmt: skip
    assert "immutable" in answer["Cache-Control"]
    assert client.get(url, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    packed = client.get(url, headers={"Accept-Encoding": "gzip"})
    assert json.loads(gzip.decompress(packed.content)) == document
    import_boundaries(
        content=collection(("00271", "", square(105.85))), name="a", by=keeper, source="Sở TNMT"
    )
    stale = client.get(url)
    assert "immutable" not in stale["Cache-Control"]
    kinds = {area["name"]: area["kind"] for area in stale.json()["areas"]}
    assert kinds == {"Phường Thanh Nhàn": "boundary", "Phường Bạch Mai": "cell"}
    assert stale.json()["sources"] == ["Sở TNMT"]


def test_areas_without_centre_and_boundary_are_named(cast, client_as):
    document = client_as(cast.ward_clerk_a).get(shapes_url(cast.dongda, "ward", TODAY)).json()
    assert document["areas"] == []
    assert document["missing"] == ["Phường Láng Hạ"]


def test_nonsense_in_the_address_is_answered_with_today(cast, client_as):
    url = shapes_url(cast.hbt, "ward", TODAY).split("?")[0]
    answer = client_as(cast.ward_clerk_a).get(url, {"day": "2021-13-77", "level": "planet", "detail": "x"})
    assert len(answer.json()["areas"]) == 2


def test_the_screen_checks_imports_lists_and_takes_back(cast, keeper, client_as):
    client = client_as(keeper)

    def bring(content: bytes, **more):
        file = SimpleUploadedFile("wards.geojson", content)
        return client.post("/areas/boundaries/", {"file": file, "source": "VNPDB", **more})

    assert "không phải JSON" in bring(b"{").content.decode()
    assert "không phải JSON" in bring(b"[" * 200_000).content.decode()
    checked = bring(collection(("00271", "", square(105.85)), ("99999", "", square(1))), check="1")
    assert "99999" in checked.content.decode()
    assert not BoundaryFile.objects.exists()
    page = client.get(bring(TWO)["Location"]).content.decode()
    assert "wards.geojson" in page
    assert "Nothing of this file" not in page
    assert bring(TWO).status_code == 422
    file = BoundaryFile.objects.get()
    assert client.post(f"/areas/boundaries/{file.uuid}/undo", {"reason": ""}).status_code == 422
    client.post(f"/areas/boundaries/{file.uuid}/undo", {"reason": "thử"})
    assert "thử" in client.get(f"/areas/boundaries/{file.uuid}/").content.decode()


def test_those_who_only_look_are_offered_no_import(cast, client_as):
    client = client_as(cast.ward_clerk_a)
    assert "multipart" not in client.get("/areas/boundaries/").content.decode()
    client.post("/areas/boundaries/", {"file": SimpleUploadedFile("x", TWO), "source": "x"})
    assert not BoundaryFile.objects.exists()


def test_the_command_imports_and_says_what_is_wrong(cast, tmp_path, capsys):
    path = tmp_path / "wards.geojson"
    path.write_bytes(collection(("00271", "", square(105.85)), ("00286", "", [square(105.84)[0][:3]])))
    with pytest.raises(SystemExit) as ended:
        call_command("import", "boundaries", str(path), "--json")
    document = json.loads(capsys.readouterr().out)
    assert ended.value.code == 1
    assert (document["rows"], document["accepted"], document["rejected"][0]["code"]) == (2, 1, "open_ring")
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(SystemExit) as ended:
        call_command("import", "boundaries", str(path), "--json")
    assert ended.value.code == 2
