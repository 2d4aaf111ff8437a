"""One demo account for each role, and the file that tells how to sign in."""

import json
import os
import secrets
import tempfile
from base64 import b32encode
from copy import copy
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import get_hasher

from phaodai.city.accounts.models import User
from phaodai.city.accounts.permissions import ROLES, Role
from phaodai.city.accounts.services import create_user, enrol_totp, grant_role, issue_token
from phaodai.city.areas.models import Area
from phaodai.command.drill.loading.organizations import Organizations
from phaodai.core.access import SYSTEM_ACTOR

FILE = "demo-logins.json"
EVERYWHERE = ""
# user name, role, area or organisation code ("" is the whole system), full name, title
ACCOUNTS = [
    ("commander", Role.COMMANDER, "007", "Trần Quốc Vinh", "Chỉ huy trưởng Trung tâm Chỉ huy quận"),
    ("authority", Role.AUTHORITY, "007", "Đỗ Minh Quân", "Phó Chủ tịch UBND quận Hai Bà Trưng"),
    ("cdc", Role.CDC, "01", "Lê Hoài An", "Khoa Phòng, chống bệnh truyền nhiễm, CDC Hà Nội"),
    (
        "health_officer",
        Role.HEALTH_OFFICER,
        "007",
        "Vũ Thanh Mai",
        "Bác sĩ, khoa Kiểm soát dịch bệnh TTYT quận",
    ),
    ("investigator", Role.INVESTIGATOR, "007", "Phạm Thu Hà", "Tổ truy vết quận"),
    ("ward_clerk", Role.WARD_CLERK, "00271", "Đặng Tuấn Kiệt", "Cán bộ phường Thanh Nhàn"),
    ("ward_clerk_bach_mai", Role.WARD_CLERK, "00286", "Nguyễn Thị Ngân", "Cán bộ phường Bạch Mai"),
    ("sampler", Role.SAMPLER, "00271", "Hoàng Thị Yến", "Trạm Y tế phường Thanh Nhàn"),
    ("lab", Role.LAB, "CDC-HN", "Ngô Thị Lan", "Kỹ thuật viên, CDC Hà Nội"),
    ("lab_thanh_nhan", Role.LAB, "BV-TN", "Mai Thị Hường", "Khoa Xét nghiệm, Bệnh viện Thanh Nhàn"),
    ("site_manager", Role.SITE_MANAGER, "KCL-DK", "Cao Xuân Bách", "Trưởng khu cách ly Đoàn Kết"),
    ("checkpoint", Role.CHECKPOINT, "00298", "Trịnh Văn Hòa", "Chốt Ngã tư Trung Hiền"),
    ("place_keeper", Role.PLACE_KEEPER, "00298", "Tạ Đức Long", "Ban Quản lý chợ Mơ"),
    ("office", Role.OFFICE, "BCD-HBT", "Hồ Thu Thủy", "Văn phòng Ban Chỉ đạo quận"),
    ("unit", Role.UNIT, "TTYT-HBT", "Kiều Lan Anh", "Phòng Kế hoạch nghiệp vụ, TTYT quận"),
    ("unit_health_department", Role.UNIT, "SYT-HN", "Tống Thị Hạnh", "Phòng Nghiệp vụ Y, Sở Y tế"),
    ("data_officer", Role.DATA_OFFICER, EVERYWHERE, "Phùng Thế Vinh", "Cán bộ bảo vệ dữ liệu"),
    ("district_admin", Role.LOCAL_ADMIN, "007", "Quách Thị Bình", "Phòng Nội vụ quận, quản trị tài khoản"),
    ("admin", Role.ADMIN, EVERYWHERE, "Lương Thị Nga", "Quản trị hệ thống"),
]


@dataclass(frozen=True)
class Login:
    """One line of the file; ``totp_secret`` is None for roles that sign in in one step, ``title`` names the role."""

    role: str
    user: str
    password: str
    totp_secret: str | None
    token: str
    area: str
    title: str


@dataclass(frozen=True)
class Accounts:
    """The demo's users by user name, and how they sign in."""

    users: dict[str, User]
    logins: list[Login]

    def __getattr__(self, name: str) -> User:
        try:
            return self.__dict__["users"][name]
        except KeyError:
            raise AttributeError(name) from None


def make_accounts(areas: dict[str, Area], organizations: Organizations) -> Accounts:
    """Open the accounts with fresh passwords, secrets and tokens; nothing of them depends on the seed."""
    users, logins = {}, []
    for number, (username, role, where, full_name, title) in enumerate(ACCOUNTS, start=1):
        password = "-".join(secrets.token_hex(3) for _part in range(3))
        user = create_user(
            username=username,
            full_name=full_name,
            title=title,
            phone=f"+8490009999{number:02d}"[:13],
            by=SYSTEM_ACTOR,
        )
        User.objects.filter(pk=user.pk).update(password=light_hash(password))
        area, organization = areas.get(where), organizations.by_code.get(where)
        grant_role(user=user, role=role, area=area, organization=organization, by=SYSTEM_ACTOR)
        secret = b32encode(secrets.token_bytes(20)).decode() if ROLES[role].needs_second_factor else None
        if secret:
            enrol_totp(user=user, secret=secret, by=SYSTEM_ACTOR)
        token = issue_token(user=user, name="demo", by=SYSTEM_ACTOR)
        place = area.name if area else organization.name if organization else "Toàn hệ thống"
        users[username] = User.objects.get(pk=user.pk)
        title_of_role = role.label_vi
        logins.append(Login(role.value, username, password, secret, token, place, title_of_role))
    return Accounts(users, logins)


def light_hash(password: str) -> str:
    """A hash that costs milliseconds instead of a fifth of a second.

    Nobody guesses 72 random bits, however cheap the guess; the first sign-in hashes anew at the full cost.
    """
    hasher: Any = copy(get_hasher())
    hasher.time_cost, hasher.memory_cost, hasher.parallelism = 1, 1024, 1  # Argon2's; others do not look
    return str(hasher.encode(password, hasher.salt()))


def logins_file() -> Path:
    """Where the demo's accounts are written."""
    return Path(settings.PHAODAI_HOME) / FILE


def write_logins(logins: list[Login]) -> Path:
    """Write the file anew, readable by its owner only."""
    path = logins_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=FILE)  # made with mode 0600
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump([asdict(login) for login in logins], file, ensure_ascii=False, indent=2)
    os.replace(name, path)
    return path
