"""The permission table: one role a row, what it may do. An official can read it; the access walk checks it.

Roles that see health data, and those that give others their roles, need a second
factor. Where a role holds (area subtree, organisation, everywhere)
is said by each grant, never here.
"""

from dataclasses import dataclass
from functools import cache

from phaodai.core.terms import TermChoices


class Role(TermChoices):
    COMMANDER = "commander", "Chỉ huy", "Commander"
    AUTHORITY = "authority", "Người ký quyết định (UBND)", "Signing authority"
    CDC = "cdc", "Cán bộ CDC thành phố", "City CDC officer"
    HEALTH_OFFICER = "health_officer", "Bác sĩ phụ trách (TTYT)", "Health officer"
    INVESTIGATOR = "investigator", "Tổ truy vết", "Contact tracer"
    WARD_CLERK = "ward_clerk", "Cán bộ phường", "Ward clerk"
    SAMPLER = "sampler", "Người lấy mẫu", "Sampler"
    LAB = "lab", "Phòng xét nghiệm", "Laboratory"
    SITE_MANAGER = "site_manager", "Quản lý khu cách ly", "Quarantine site manager"
    CHECKPOINT = "checkpoint", "Chốt kiểm soát", "Checkpoint officer"
    PLACE_KEEPER = "place_keeper", "Người quản lý điểm quét QR", "Place keeper"
    OFFICE = "office", "Văn thư, tổng hợp (Văn phòng)", "Office clerk"
    UNIT = "unit", "Cán bộ đầu mối của đơn vị", "Unit's contact officer"
    DATA_OFFICER = "data_officer", "Cán bộ bảo vệ dữ liệu", "Data protection officer"
    LOCAL_ADMIN = "local_admin", "Quản trị tài khoản của đơn vị", "Account administrator of a unit"
    ADMIN = "admin", "Quản trị hệ thống", "Administrator"


@dataclass(frozen=True)
class RoleRow:
    """One row of the table."""

    capabilities: frozenset[str]
    sees_health_data: bool = True

    @property
    def needs_second_factor(self) -> bool:
        """Whoever can open accounts can open any door, so they sign in in two steps too."""
        return self.sees_health_data or MANAGING in self.capabilities


def _row(text: str, sees_health_data: bool = True) -> RoleRow:
    return RoleRow(frozenset(text.split()), sees_health_data)


MANAGING = "accounts.manage"
GROUND = "areas.view organizations.view places.view indicators.view policy.view papers.view"
PEOPLE = "people.view people.search"
FOLLOW = "directives.view responsibility.view"
TRACE = "cases.view contacts.view visits.view quarantine.view tests.view"

ROLES: dict[str, RoleRow] = {
    Role.COMMANDER: _row(
        f"{GROUND} {PEOPLE} {TRACE} dashboard.view playbook.view policy.propose policy.approve areas.decide "
        f"{FOLLOW} directives.sign directives.follow responsibility.record registers.view "
        "notices.draft notices.approve oversight.sign"
    ),
    Role.AUTHORITY: _row(
        f"{GROUND} {PEOPLE} {TRACE} {FOLLOW} dashboard.view quarantine.sign policy.approve directives.sign "
        "directives.follow responsibility.record registers.view registers.edit notices.draft notices.approve "
        "oversight.sign"
    ),
    Role.CDC: _row(
        f"{GROUND} {PEOPLE} {TRACE} {FOLLOW} dashboard.view people.edit people.unmask places.edit visits.record "
        "cases.report cases.classify cases.investigate contacts.verify contacts.handover tests.order "
        "tests.notify tests.correct quarantine.draft quarantine.confirm playbook.view policy.propose retention.view "
        "indicators.report indicators.confirm indicators.manage exchange.import "
        "chains.view notices.draft notices.approve emergency.open"
    ),
    Role.HEALTH_OFFICER: _row(
        f"{GROUND} {PEOPLE} {TRACE} {FOLLOW} dashboard.view people.edit people.unmask places.edit visits.record "
        "cases.report cases.classify cases.investigate contacts.verify contacts.handover tests.order "
        "tests.sample tests.notify quarantine.draft quarantine.confirm quarantine.end playbook.view "
        "indicators.report indicators.confirm exchange.import registers.view "
        "devices.manage notices.draft emergency.open"
    ),
    Role.INVESTIGATOR: _row(
        f"{GROUND} {PEOPLE} {TRACE} {FOLLOW} dashboard.view people.edit people.unmask visits.record "
        "cases.report cases.investigate contacts.verify contacts.handover tests.order tests.notify "
        "quarantine.draft exchange.import emergency.open"
    ),
    Role.WARD_CLERK: _row(
        f"{GROUND} {PEOPLE} {TRACE} {FOLLOW} dashboard.view people.edit people.unmask places.edit visits.record "
        "directives.report cases.report contacts.verify contacts.handover tests.notify quarantine.draft "
        "indicators.report exchange.import"
    ),
    Role.SAMPLER: _row(
        f"{GROUND} {PEOPLE} tests.view tests.sample tests.notify visits.record cases.report exchange.import"
    ),
    Role.LAB: _row(f"{GROUND} tests.view tests.result tests.correct exchange.import"),
    Role.SITE_MANAGER: _row(
        f"{GROUND} quarantine.view quarantine.stay visits.record exchange.import devices.manage"
    ),
    Role.CHECKPOINT: _row(f"{GROUND} visits.record exchange.import", sees_health_data=False),
    Role.PLACE_KEEPER: _row("places.view visits.record exchange.import", sees_health_data=False),
    Role.OFFICE: _row(
        f"{GROUND} {FOLLOW} dashboard.view directives.draft directives.issue directives.follow "
        "responsibility.edit indicators.confirm indicators.manage "
        "registers.view registers.edit",
        sees_health_data=False,
    ),
    Role.UNIT: _row(f"{GROUND} {FOLLOW} directives.report indicators.report", sees_health_data=False),
    Role.DATA_OFFICER: _row(
        f"{GROUND} audit.view retention.view policy.propose playbook.view clients.view oversight.review "
        "oversight.file"
    ),
    Role.LOCAL_ADMIN: _row(f"{GROUND} accounts.manage responsibility.view", sees_health_data=False),
    Role.ADMIN: _row(
        f"{GROUND} accounts.manage areas.edit organizations.edit places.edit playbook.view playbook.retry "
        "responsibility.view responsibility.edit "
        "policy.propose exchange.import audit.view retention.view devices.manage clients.view clients.manage",
        sees_health_data=False,
    ),
}


@cache
def capabilities_of(role: str) -> frozenset[str]:
    """What the role may do; an unknown role may do nothing."""
    return ROLES[role].capabilities if role in ROLES else frozenset()
