"""Lists of places."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from phaodai.city.areas.finding import WardColumn
from phaodai.city.organizations.models import Organization
from phaodai.city.places.bulk import EDITING, NewPlace, known_places, register_places, withdraw_places
from phaodai.city.places.terms import PlaceKind
from phaodai.core.exchange.cells import Choice, Code, Number, Text
from phaodai.core.exchange.kinds import Field, ImportKind, Row, Run, Written, register_kind

KIND_WORDS = {
    "cho": "market", "truong": "school", "truong hoc": "school", "cua hang": "shop", "tap hoa": "shop",
    "cua hang tien loi": "shop", "nha hang": "restaurant", "hang an": "restaurant", "quan ca phe": "restaurant",
    "co quan": "workplace", "cong ty": "workplace", "van phong": "workplace", "nha may": "factory", "xuong": "factory",
    "benh vien": "health_facility", "tram y te": "health_facility", "phong kham": "health_facility", "chua": "worship",
    "nha tho": "worship", "den": "worship", "xe": "vehicle", "chot": "checkpoint", "khac": "other", "other place": "other",
}  # fmt: skip

FIELDS = (
    Field("name", "Tên địa điểm", "Name", Text(200), required=True, example="Chợ Mơ", also=("tên", "địa điểm", "place", "place name", "tên điểm", "cơ sở")),
    Field("kind", "Loại", "Kind", Choice(PlaceKind, KIND_WORDS), required=True, example="Chợ", also=("loại địa điểm", "loại hình", "type", "nhóm")),
    Field("address", "Địa chỉ", "Address", Text(300), example="459 Bạch Mai", also=("số nhà", "street", "diachi")),
    Field(
        "ward", "Phường, xã", "Ward", Code(5, least=2, most=120), example="00271",
        also=("phường", "xã", "phường/xã", "xã/phường", "mã phường", "ward code", "commune", "area", "ward_code", "area_code", "địa bàn"),
        hint_vi="Mã hoặc tên; cán bộ một phường có thể bỏ cột này", hint_en="Code or name; who works for one ward may leave it out",
    ),
    Field("district", "Quận, huyện", "District", Text(120), example="Hai Bà Trưng", also=("quận", "huyện", "quận/huyện")),
    Field("organization", "Mã đơn vị", "Organisation code", Text(60), also=("đơn vị", "organization", "organisation", "mã đơn vị quản lý")),
    Field("latitude", "Vĩ độ", "Latitude", Number(-90, 90), example="20.9996", also=("lat",)),
    Field("longitude", "Kinh độ", "Longitude", Number(-180, 180), example="105.8510", also=("lng", "lon", "long")),
)  # fmt: skip


def take_places(rows: Sequence[Row], run: Run) -> None:
    """Check a chunk and register what is new."""
    wards, organizations = WardColumn.of(run, EDITING), _organizations(rows)
    places = {row.number: place for row in rows if (place := _read(row, wards, organizations))}
    good = [row for row in rows if row.is_good and row.number in places]
    known, fresh = known_places([places[row.number] for row in good]), []
    for row in good:
        place = places[row.number]
        before = run.seen("place", place.key, row.number)
        if place.key in known and before is None:
            row.repeat(known[place.key], _("There is such a place in this ward already."))
        elif before is not None:
            row.repeat(None, _("The same place as in row %(row)d.") % {"row": before})
        else:
            fresh.append(row)
    if not run.dry_run:
        register_places(places=[places[row.number] for row in fresh], by=run.by)
    for row in fresh:
        row.accept(places[row.number].uuid, places[row.number].name)


def _organizations(rows: Sequence[Row]) -> dict[str, Organization]:
    codes = {str(row.values["organization"]).upper() for row in rows if row.values["organization"]}
    return {one.code.upper(): one for one in Organization.objects.filter(code__in=codes)} if codes else {}


def _read(row: Row, wards: WardColumn, organizations: dict[str, Organization]) -> NewPlace | None:
    area, code = wards.read(row), str(row.values["organization"]).upper()
    if code and code not in organizations:
        row.refuse(
            "organization",
            "unknown_organization",
            _("There is no organisation with the code “%(code)s”.") % {"code": code[:40]},
        )
    if (row.values["latitude"] is None) != (row.values["longitude"] is None):
        row.refuse("latitude", "half_a_point", _("Latitude and longitude go together."))
    if area is None or not row.values["name"]:
        return None
    return NewPlace(
        row.values["name"], row.values["kind"], area, row.values["address"], organizations.get(code),
        row.values["latitude"], row.values["longitude"],
    )  # fmt: skip


def undo_places(written: Sequence[Written], run: Run) -> dict[UUID, str]:
    """Delete the places an import registered and nothing has been built on since."""
    return withdraw_places(places=[one.subject for one in written], by=run.by)


PLACES = register_kind(
    ImportKind(
        "places", "Địa điểm", "Places", EDITING, FIELDS, take_places, undo_places, icon="pin",
        hint_vi="Chợ, cửa hàng, nhà máy, trường học… Mỗi nơi được cấp mã và mã QR.",
        hint_en="Markets, shops, factories, schools… Each gets a code and a QR.",
    )
)  # fmt: skip
