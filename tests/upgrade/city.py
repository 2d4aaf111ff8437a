"""The small city of a release, upon a migrated database: the cast and what it did."""

from datetime import date, timedelta

from phaodai.city.accounts.models import ApiToken
from phaodai.city.accounts.permissions import Role
from phaodai.city.accounts.services import grant_role, revoke_grant
from phaodai.city.accounts.services.tokens import digest_of
from phaodai.city.oversight.services import find_unusual, open_emergency
from phaodai.core import clock
from phaodai.core.audit.services import record_read
from phaodai.core.policy.services import decide_policy, propose_policy
from phaodai.response.cases.models import Case
from phaodai.response.movement.partitions import ensure_partitions
from phaodai.response.quarantine.models import QuarantineOrder
from tests.cast import NOW, Cast, at, build_cast

TOKEN = "pd_a-token-of-the-release-that-opens-nothing-but-this-test"


def build() -> None:
    """Everything the facts ask about, by services where they need no worker."""
    with clock.frozen(NOW):
        cast = build_cast()
        _access(cast)
        _policies(cast)
        _orders(cast)
        _looks(cast)


def _access(cast: Cast) -> None:
    soon = clock.real_now() + timedelta(days=3650)
    grant_role(
        user=cast.lab, role=Role.SAMPLER, area=cast.ward_b, until=soon, by=cast.admin, reason="Tăng cường"
    )
    given = grant_role(user=cast.sampler, role=Role.PLACE_KEEPER, area=cast.ward_b, by=cast.admin)
    revoke_grant(grant=given, by=cast.admin, reason="Hết đợt")
    ApiToken.objects.create(user=cast.lab, name="Máy PCR", digest=digest_of(TOKEN))
    ApiToken.objects.create(user=cast.lab, name="Máy cũ", digest=digest_of("pd_old"), revoked_at=NOW)


def _policies(cast: Cast) -> None:
    for code, value in (("accounts.link_hours", 48), ("oversight.review_days", 5)):
        version = propose_policy(
            code=code,
            value=value,
            document="QĐ 412/QĐ-UBND",
            effective_from=date(2021, 9, 1),
            by=cast.data_officer,
        )
        decide_policy(version=version, approve=value == 48, reason="Đã họp", by=cast.commander)


def _orders(cast: Cast) -> None:
    case = Case.objects.create(
        code="HBT-0001", person=cast.an, area=cast.ward_a, status="confirmed", definition_version="x",
        reported_at=at(12), confirmed_at=at(12),
    )  # fmt: skip
    QuarantineOrder.objects.create(
        kind="isolation", setting="home", person=cast.an, area=cast.ward_a, case=case, address="Ngõ 12", state="signed",
        number="12/QĐ-CLYT", starts_at=at(12), occurred_at=at(12), due_at=at(13), confirmed_by_id=cast.health_officer.pk,
        confirmed_by_name=cast.health_officer.full_name, confirmed_at=at(12, 10), signed_by_id=cast.authority.pk,
        signed_by_name=cast.authority.full_name, signed_by_title="Phó Chủ tịch", signed_at=at(12, 11),
    )  # fmt: skip
    ensure_partitions([NOW.date()])


def _looks(cast: Cast) -> None:
    cast.giang.identifiers.create(kind="citizen", value="001059000777")
    record_read(
        actor=cast.investigator, subject_type="person", subject_ids=[cast.an.uuid], purpose="Xem để gọi"
    )
    open_emergency(
        number="001059000777", ground="life", reason="Cấp cứu 115 hỏi tiền sử cách ly", by=cast.investigator
    )
    find_unusual(day=NOW.date())
    cast.an.occupation = "Thợ in"
    cast.an.save()
