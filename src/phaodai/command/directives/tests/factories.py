"""A small office: an issuer with a desk, a department that collects, wards that do."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from phaodai.city.accounts.models import User
from phaodai.city.accounts.permissions import Role
from phaodai.city.organizations.models import Organization
from phaodai.city.organizations.terms import OrganizationKind as Kind
from phaodai.command.directives import services
from phaodai.command.directives.models import Assignment, Directive
from phaodai.command.directives.services import TaskFields
from tests.cast import Cast, at, make_organization, make_user

TEXT = """Ban Chỉ đạo quận yêu cầu:

1. Giao Phòng Y tế quận chủ trì, phối hợp UBND các phường rà soát người có nguy cơ, báo cáo trong ngày 17/9.

2. UBND phường Thanh Nhàn lập danh sách hộ khó khăn, gửi qua Phòng Y tế quận trước ngày 17/9.
"""
DUE = at(17, 23, 59)


@dataclass
class Office:
    """The units and the people who act for them, by short name."""

    cast: Cast
    issuer: Organization
    health: Organization
    ward_a: Organization
    ward_b: Organization
    station: Organization
    users: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        users = self.__dict__.get("users", {})
        if name in users:
            return users[name]
        raise AttributeError(name)


def build_office(cast: Cast) -> Office:
    """The office beside the fixed cast; the committee of the cast's district belongs to it too."""
    issuer = make_organization(
        "BCD-HBT", "Ban Chỉ đạo quận Hai Bà Trưng", Kind.STEERING, cast.hbt, short_name="BCĐ"
    )
    committee = cast.committee
    health = make_organization("PYT-HBT", "Phòng Y tế quận", Kind.HEALTH, cast.hbt, parent=committee)
    ward_a = make_organization(
        "UBND-00271", "UBND phường Thanh Nhàn", Kind.COMMITTEE, cast.ward_a, parent=committee
    )
    ward_b = make_organization(
        "UBND-00286", "UBND phường Bạch Mai", Kind.COMMITTEE, cast.ward_b, parent=committee
    )
    station = make_organization(
        "TYT-00271", "Trạm Y tế phường Thanh Nhàn", Kind.HEALTH_STATION, cast.ward_a, parent=ward_a
    )
    users = {
        "clerk": make_user("desk_clerk", Role.OFFICE, full_name="Hồ Thu Thủy", organization=issuer),
        "chief": make_user("desk_chief", Role.COMMANDER, full_name="Lã Quang Huy", organization=issuer),
        "health_user": make_user("desk_health", Role.UNIT, full_name="Kiều Anh", organization=health),
        "ward_a_user": make_user("desk_ward_a", Role.UNIT, full_name="Mạc Văn Tú", organization=ward_a),
        "ward_b_user": make_user("desk_ward_b", Role.UNIT, full_name="Ninh Thị Sen", organization=ward_b),
        "station_user": make_user("desk_station", Role.UNIT, full_name="Ông Thị Lê", organization=station),
    }
    return Office(cast, issuer, health, ward_a, ward_b, station, users)


@pytest.fixture
def office(cast: Cast) -> Office:
    return build_office(cast)


def fields(action: str, *leads: Organization, **more: Any) -> TaskFields:
    return TaskFields(action=action, leads=list(leads), **more)


def make_draft(office: Office, title: str = "Kết luận giao ban", text: str = TEXT) -> Directive:
    return services.draft_directive(issuer=office.issuer, title=title, text=text, by=office.clerk)


def issue(office: Office, draft: Directive) -> Directive:
    """Sign and issue."""
    services.sign_directive(directive=draft, by=office.chief)
    return services.issue_directive(directive=draft, by=office.clerk)


def one_task(office: Office, *leads: Organization, due: Any = DUE, **more: Any) -> Directive:
    """An issued directive of one task."""
    draft = make_draft(office)
    services.add_task(
        directive=draft, fields=fields("rà soát người có nguy cơ", *(leads or (office.health,)), due_at=due, **more),
        by=office.clerk,
    )  # fmt: skip
    return issue(office, draft)


def assignment_of(directive: Directive, unit: Organization) -> Assignment:
    return Assignment.objects.get(task__directive=directive, unit=unit, parent=None, round=1)
