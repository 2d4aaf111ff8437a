"""The organisations of the demo, their posts, and the people who hold them."""

from dataclasses import dataclass, field

import numpy as np

from phaodai.city.areas.models import Area
from phaodai.city.organizations.models import Organization, Post
from phaodai.city.organizations.services import organization_keys
from phaodai.city.organizations.terms import OrganizationKind as Kind
from phaodai.city.people.models import PostHolding
from phaodai.command.drill.generator import GeneratedCity
from phaodai.command.drill.generator.assumptions import FIRST_DAY

CITY, DISTRICT = "01", "007"
# code, name, short name, kind, area code, code of the organisation it belongs to
CENTRAL = [
    ("UBND-HN", "Ủy ban nhân dân thành phố Hà Nội", "UBND TP", Kind.COMMITTEE, CITY, None),
    ("SCH-HN", "Sở Chỉ huy phòng, chống dịch COVID-19 thành phố", "Sở Chỉ huy TP", Kind.COMMAND, CITY, None),
    ("SYT-HN", "Sở Y tế Hà Nội", "Sở Y tế", Kind.HEALTH, CITY, "UBND-HN"),
    ("SCT-HN", "Sở Công Thương Hà Nội", "Sở Công Thương", Kind.OTHER, CITY, "UBND-HN"),
    ("CDC-HN", "Trung tâm Kiểm soát bệnh tật Hà Nội", "CDC Hà Nội", Kind.LABORATORY, CITY, "SYT-HN"),
    ("UBND-HBT", "Ủy ban nhân dân quận Hai Bà Trưng", "UBND quận", Kind.COMMITTEE, DISTRICT, "UBND-HN"),
    (
        "BCD-HBT",
        "Ban Chỉ đạo phòng, chống dịch quận Hai Bà Trưng",
        "BCĐ quận",
        Kind.STEERING,
        DISTRICT,
        "UBND-HBT",
    ),
    ("SCH-HBT", "Trung tâm Chỉ huy phòng, chống dịch quận", "TTCH quận", Kind.COMMAND, DISTRICT, "SCH-HN"),
    ("TTYT-HBT", "Trung tâm Y tế quận Hai Bà Trưng", "TTYT quận", Kind.HEALTH, DISTRICT, "SYT-HN"),
    ("CA-HBT", "Công an quận Hai Bà Trưng", "Công an quận", Kind.POLICE, DISTRICT, None),
    ("QS-HBT", "Ban Chỉ huy Quân sự quận Hai Bà Trưng", "BCH Quân sự", Kind.MILITARY, DISTRICT, None),
    ("BV-TN", "Bệnh viện Thanh Nhàn, khoa Xét nghiệm", "BV Thanh Nhàn", Kind.LABORATORY, "00271", "SYT-HN"),
    ("KCL-DK", "Khu cách ly Trường THPT Đoàn Kết", "KCL Đoàn Kết", Kind.QUARANTINE_SITE, "00286", "QS-HBT"),
    ("KCL-BK", "Khu cách ly Ký túc xá Bách Khoa", "KCL Bách Khoa", Kind.QUARANTINE_SITE, "00277", "QS-HBT"),
    ("CHOT-TH", "Chốt kiểm soát Ngã tư Trung Hiền", "Chốt Trung Hiền", Kind.CHECKPOINT, "00298", "CA-HBT"),
    ("BQL-CM", "Ban Quản lý chợ Mơ", "BQL chợ Mơ", Kind.BUSINESS, "00298", "UBND-HBT"),
]
# organisation, title, head
POSTS = [
    ("UBND-HBT", "Chủ tịch UBND quận", True),
    ("UBND-HBT", "Phó Chủ tịch UBND quận phụ trách văn xã", False),
    ("BCD-HBT", "Trưởng ban", True),
    ("BCD-HBT", "Phó Trưởng ban thường trực", False),
    ("SCH-HBT", "Chỉ huy trưởng", True),
    ("SCH-HBT", "Thường trực thông tin, tổng hợp", False),
    ("TTYT-HBT", "Giám đốc Trung tâm Y tế", True),
    ("TTYT-HBT", "Trưởng khoa Kiểm soát dịch bệnh", False),
    ("CA-HBT", "Trưởng Công an quận", True),
    ("QS-HBT", "Chỉ huy trưởng", True),
    ("CDC-HN", "Trưởng khoa Xét nghiệm", True),
    ("KCL-DK", "Trưởng khu cách ly", True),
    ("KCL-BK", "Trưởng khu cách ly", True),
]


@dataclass
class Organizations:
    """The demo's organisations and posts by code."""

    by_code: dict[str, Organization] = field(default_factory=dict)
    posts: list[tuple[Post, Area | None]] = field(default_factory=list)


def load_organizations(areas: dict[str, Area], wards: list[Area]) -> Organizations:
    """Central agencies and, for each ward, its committee and health station with their posts."""
    found = Organizations()
    _insert(found, [entry for entry in CENTRAL if entry[5] is None], areas)
    for _round in range(3):
        _insert(found, [entry for entry in CENTRAL if entry[5] in found.by_code], areas)
    _insert(found, [row for ward in wards for row in _of_ward(ward)], areas)
    _load_posts(found, wards, areas)
    return found


def _of_ward(ward: Area) -> list[tuple[str, str, str, Kind, str, str | None]]:
    short = ward.name.removeprefix("Phường ")
    return [
        (
            f"UBND-{ward.code}",
            f"Ủy ban nhân dân phường {short}",
            f"UBND P. {short}",
            Kind.COMMITTEE,
            ward.code,
            "UBND-HBT",
        ),
        (
            f"TYT-{ward.code}",
            f"Trạm Y tế phường {short}",
            f"TYT P. {short}",
            Kind.HEALTH_STATION,
            ward.code,
            "TTYT-HBT",
        ),
    ]


def _insert(
    found: Organizations, rows: list[tuple[str, str, str, Kind, str, str | None]], areas: dict[str, Area]
) -> None:
    fresh = [
        Organization(
            code=code,
            kind=kind,
            area=areas[area],
            parent=found.by_code[parent] if parent else None,
            phone=f"0240 000 {100 + len(found.by_code) + number:03d}",
            **organization_keys(name, short_name),
        )
        for number, (code, name, short_name, kind, area, parent) in enumerate(rows)
        if code not in found.by_code
    ]
    found.by_code.update((row.code, row) for row in Organization.objects.bulk_create(fresh))


def _load_posts(found: Organizations, wards: list[Area], areas: dict[str, Area]) -> None:
    posts = [
        Post(
            organization=found.by_code[code],
            title=title,
            is_head=is_head,
            area=_answers_for(found.by_code[code], areas),
        )
        for code, title, is_head in POSTS
    ]
    for ward in wards:
        committee, station = found.by_code[f"UBND-{ward.code}"], found.by_code[f"TYT-{ward.code}"]
        posts += [
            Post(organization=committee, title="Chủ tịch UBND phường", area=ward, is_head=True),
            Post(organization=committee, title="Trưởng Công an phường", area=ward),
            Post(organization=committee, title="Tổ trưởng Tổ COVID-19 cộng đồng", area=ward),
            Post(organization=station, title="Trạm trưởng Trạm Y tế", area=ward, is_head=True),
        ]
    found.posts = [(post, post.area) for post in Post.objects.bulk_create(posts)]


def _answers_for(organization: Organization, areas: dict[str, Area]) -> Area | None:
    kinds = (Kind.COMMITTEE, Kind.STEERING, Kind.COMMAND, Kind.HEALTH, Kind.POLICE, Kind.MILITARY)
    return organization.area if organization.kind in kinds else None


def appoint(
    found: Organizations,
    city: GeneratedCity,
    person_ids: np.ndarray,
    ward_ids: list[int],
    rng: np.random.Generator,
) -> dict[int, int]:
    """Give every post a holder of thirty-two to fifty-eight from the ward it answers for; (post id → person
    index).
    """
    age, ward = city.people.age, city.people.ward
    fit = (age >= 32) & (age <= 58)
    taken: set[int] = {infection.person for infection in city.truth.infections}
    holders: dict[int, int] = {}
    for post, area in found.posts:
        local = fit & (ward == ward_ids.index(area.pk)) if area is not None and area.pk in ward_ids else fit
        choices = [index for index in rng.permutation(np.flatnonzero(local)).tolist() if index not in taken]
        person = choices[0] if choices else int(np.flatnonzero(fit)[0])
        taken.add(person)
        holders[post.pk] = person
    PostHolding.objects.bulk_create(
        PostHolding(
            post_id=post, person_id=int(person_ids[person]), valid=(FIRST_DAY.replace(month=7, day=1), None)
        )
        for post, person in holders.items()
    )
    return holders
