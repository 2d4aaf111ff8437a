"""Lists of organisations."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.areas.finding import AreaFinder
from phaodai.city.areas.models import Area
from phaodai.city.areas.terms import AreaLevel
from phaodai.city.organizations.models import Organization
from phaodai.city.organizations.services import add_organization
from phaodai.city.organizations.terms import OrganizationKind
from phaodai.core.audit import services as trail
from phaodai.core.exchange.cells import Choice, Code, Phone, Text
from phaodai.core.exchange.kinds import CellFault, Field, ImportKind, Row, Run, Written, register_kind
from phaodai.core.exchange.undoing import reasons_to_keep
from phaodai.core.text import search_key

EDITING = "organizations.edit"
KIND_WORDS = {
    "ubnd": "committee", "uy ban": "committee", "tram y te": "health_station", "benh vien": "hospital",
    "phong xet nghiem": "laboratory", "lab": "laboratory", "khu cach ly": "quarantine_site", "cong an": "police",
    "quan doi": "military", "chot": "checkpoint", "truong": "school", "doanh nghiep": "business", "cong ty": "business",
    "trung tam y te": "health", "cdc": "health", "khac": "other",
}  # fmt: skip
FIELDS = (
    Field("code", "Mã đơn vị", "Code", Code(most=30), required=True, example="TYT-TN", also=("mã", "organization code", "ma don vi")),
    Field("name", "Tên đơn vị", "Name", Text(200), required=True, example="Trạm Y tế phường Thanh Nhàn", also=("tên", "đơn vị", "organisation", "organization", "tên cơ quan", "cơ quan")),
    Field("kind", "Loại", "Kind", Choice(OrganizationKind, KIND_WORDS), required=True, example="Trạm y tế", also=("loại đơn vị", "loại hình", "type")),
    Field("short_name", "Tên ngắn", "Short name", Text(60), example="TYT Thanh Nhàn", also=("tên viết tắt", "viết tắt")),
    Field("area", "Địa bàn", "Area", Code(5, least=2, most=160), example="Phường Thanh Nhàn, Quận Hai Bà Trưng", also=("phường", "phường/xã", "ward", "quận", "district", "nơi đóng", "area code")),
    Field("parent", "Mã đơn vị cấp trên", "Parent code", Text(60), example="TTYT-HBT", also=("cấp trên", "trực thuộc", "parent")),
    Field("address", "Địa chỉ", "Address", Text(300), also=("diachi",)),
    Field("phone", "Điện thoại", "Telephone", Phone(), also=("sđt", "số điện thoại", "tel", "phone number")),
)  # fmt: skip


class _Areas:
    """Wards, then districts, then provinces: whatever the text names."""

    def __init__(self) -> None:
        self.finders = [
            AreaFinder(level) for level in (AreaLevel.WARD, AreaLevel.DISTRICT, AreaLevel.PROVINCE)
        ]

    def find(self, text: str) -> list[Area]:
        key = search_key(text)
        order = (
            self.finders
            if not key.startswith(("quan", "huyen", "q.", "tinh", "thanh pho", "tp"))
            else [*self.finders[1:], self.finders[0]]
        )
        return next((found for finder in order if (found := finder.find(text))), [])


def take_organizations(rows: Sequence[Row], run: Run) -> None:
    """Add whoever's code is not known; parents may stand above in the same list."""
    areas = run.memory.setdefault("areas", None) or _Areas()
    run.memory["areas"] = areas
    codes = {str(row.values[name]).upper() for row in rows for name in ("code", "parent")}
    known = {one.code: one for one in Organization.objects.filter(code__in=codes)}
    for row in rows:
        area, parent = _area(row, areas), _parent(row, known)
        code = str(row.values["code"]).upper()
        if row.is_good and code in known:
            _compare(row, known[code])
        elif row.is_good:
            _add(row, area, parent, known, run)


def _area(row: Row, areas: _Areas) -> Area | None:
    text = str(row.values["area"])
    found = areas.find(text) if text else []
    if text and len(found) != 1:
        several = "; ".join(str(area) for area in found[:3])
        code = CellFault.SEVERAL_AREAS if found else CellFault.NO_SUCH_AREA
        row.refuse("area", str(code.value), text=text[:60], several=several)
    return found[0] if len(found) == 1 else None


def _parent(row: Row, known: dict[str, Organization]) -> Organization | None:
    code = str(row.values["parent"]).upper()
    if code and code not in known:
        row.refuse(
            "parent",
            "unknown_organization",
            _("There is no organisation with the code “%(code)s”.") % {"code": code[:40]},
        )
    return known.get(code)


def _compare(row: Row, known: Organization) -> None:
    if search_key(known.name) == search_key(row.values["name"]):
        row.repeat(known.uuid, _("There already, under this code."))
    else:
        row.refuse("code", "taken", _("Another organisation has this code."))


def _add(
    row: Row, area: Area | None, parent: Organization | None, known: dict[str, Organization], run: Run
) -> None:
    facts = {name: row.values[name] for name in ("code", "name", "kind", "short_name", "address", "phone")}
    try:
        made = add_organization(**facts, area=area, parent=parent, by=run.by)
    except ValidationError as error:
        row.refuse(next(iter(getattr(error, "error_dict", {"code": ""}))), "refused", error.messages[0])
        return
    known[made.code] = made
    row.accept(made.uuid, made.name)


@transaction.atomic
def withdraw_organizations(*, organizations: Iterable[UUID], by: Any) -> dict[UUID, str]:
    """Delete organisations an import added, children first; returns which stay, and why.

    Raises:
        PermissionDenied: without ``organizations.edit``.
    """
    if not by.may(EDITING):
        raise PermissionDenied
    rows = list(Organization.objects.filter(uuid__in=set(organizations)).order_by("-pk"))
    why = reasons_to_keep(rows, subject_type="organization", own={Organization}, made_by={"add_organization"})
    going = {row.pk: row for row in rows if row.uuid not in why}
    children = Organization.objects.filter(parent__in=going).exclude(pk__in=going)
    for pk in {int(child.parent_id or 0) for child in children}:
        why[going.pop(pk).uuid] = _("Other organisations belong to it.")
    uuids = [row.uuid for row in going.values()]
    trail.log_actions(
        actor=by, action="organization.import_undone", subject_type="organization", subject_ids=uuids
    )
    Organization.objects.filter(pk__in=going).update(parent=None)
    Organization.objects.filter(pk__in=going).delete()
    return why


def undo_organizations(written: Sequence[Written], run: Run) -> dict[UUID, str]:
    """Delete the organisations an import added and nothing has been built on since."""
    return withdraw_organizations(organizations=[one.subject for one in written], by=run.by)


ORGANIZATIONS = register_kind(
    ImportKind(
        "organizations", "Đơn vị", "Organisations", EDITING, FIELDS, take_organizations, undo_organizations,
        most_rows=20_000, checks_by_writing=True, icon="organization",
        hint_vi="Cơ quan, bệnh viện, phòng xét nghiệm, doanh nghiệp. Đơn vị cấp trên có thể đứng ở dòng trên trong cùng tệp.",
        hint_en="Agencies, hospitals, laboratories, businesses. A parent may stand above in the same file.",
    )
)  # fmt: skip
