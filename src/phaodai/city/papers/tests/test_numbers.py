"""Numbers: one after the other without a gap, whatever happens at once; reserved, used, void."""

import threading
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connections, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phaodai.city.papers import services
from phaodai.city.papers.models import Register, RegisterEntry
from phaodai.city.papers.rules import is_sign, written_number
from phaodai.city.papers.services import Document
from phaodai.core import clock

SOON = clock.today


def document(title: str = "Về việc thử") -> Document:
    return Document("order", uuid4(), title)


def take(cast: Any, kind: str = "QĐ", **where: Any) -> RegisterEntry:
    where = where or {"organization": cast.committee}
    return services.take_number(
        kind=kind, sign=f"/{kind}-UBND", document=document(), by=cast.authority, **where
    )


def numbers(register: Register) -> list[int]:
    return list(register.entries.order_by("number").values_list("number", flat=True))


def test_each_office_kind_and_year_has_a_register_of_its_own(cast):
    written = [take(cast).written, take(cast).written, take(cast, "TB").written]
    written.append(take(cast, organization=cast.health_centre).written)
    written.append(take(cast, area=cast.ward_a).written)
    assert written == ["01/QĐ-UBND", "02/QĐ-UBND", "01/TB-UBND", "01/QĐ-UBND", "01/QĐ-UBND"]
    assert Register.objects.count() == 4
    with clock.frozen(cast.now.replace(year=2022)):
        assert take(cast).written == "01/QĐ-UBND"


def test_the_database_refuses_gaps_repeats_moves_and_deletion(cast):
    entry = take(cast)
    facts = {
        "register": entry.register, "written": "x", "state": "void", "reason": "x", "day": SOON(),
        "taken_by_name": "x", "taken_at": clock.now(), "voided_at": clock.now(),
    }  # fmt: skip
    for number in (1, 3, 0):
        with pytest.raises(IntegrityError), transaction.atomic():
            RegisterEntry.objects.create(number=number, **facts)
    for change in ({"number": 9}, {"written": "99/X"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            RegisterEntry.objects.filter(pk=entry.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.delete()
    entry.register.refresh_from_db()
    assert entry.register.last_number == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_take_numbers_without_gap_or_repeat(scenario_clock):
    """Half of the documents come to nothing after they took a number: the number goes back."""
    start, errors = threading.Barrier(6), []

    def clerk(turn: int) -> None:
        try:
            start.wait(10)
            for round_number in range(8):
                try:
                    with transaction.atomic():
                        services.take_number(kind="QĐ", sign="/QĐ", document=document(), by=None)
                        if (turn + round_number) % 2:
                            raise KeyError
                except KeyError:
                    pass
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=clerk, args=(turn,)) for turn in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not errors
    # The threads have the world's clock, so whatever its year.
    assert numbers(Register.objects.get()) == list(range(1, 25))


@given(deeds=st.lists(st.sampled_from(["take", "reserve", "void", "use", "fail"]), max_size=14))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_numbers_follow_each_other(cast, deeds):
    with transaction.atomic():
        register = services.open_register(
            organization=cast.committee, area=None, kind=f"K{uuid4().hex[:6]}", year=2021
        )
        for deed in deeds:
            _do(deed, register, cast)
        assert numbers(register) == list(range(1, len(numbers(register)) + 1))
        register.refresh_from_db()
        assert register.last_number == len(numbers(register))
        states = register.entries.values_list("state", "subject_id", "reason")
        assert all((state == "used") == (subject is not None) for state, subject, _reason in states)


def _do(deed: str, register: Register, cast: Any) -> None:
    waiting = register.entries.filter(state="reserved").first()
    if deed == "reserve":
        services.reserve_number(register=register, sign="/X", reason="chờ ký", by=cast.authority)
    elif deed == "void" and waiting:
        services.void_number(entry=waiting, reason="không ban hành", by=cast.authority)
    elif deed == "use" and waiting:
        services.use_reserved(entry=waiting, document=document(), by=cast.authority)
    elif deed in ("take", "fail"):
        try:
            with transaction.atomic():
                services.take_number(
                    kind=register.kind, sign="/X", document=document(), organization=cast.committee, by=None
                )
                if deed == "fail":
                    raise KeyError
        except KeyError:
            pass


def test_a_reserved_number_is_used_once_or_made_void_with_a_reason(cast):
    register = take(cast).register
    kept = services.reserve_number(
        register=register, sign="/QĐ-UBND", reason="Chờ ký bản giấy", by=cast.office_clerk
    )
    assert (kept.written, kept.state) == ("02/QĐ-UBND", "reserved")
    assert take(cast).written == "03/QĐ-UBND"
    with pytest.raises(ValidationError):
        services.void_number(entry=kept, reason=" ", by=cast.office_clerk)
    void = services.void_number(entry=kept, reason="Văn bản không ban hành", by=cast.office_clerk)
    assert (void.state, void.voided_by_name) == ("void", cast.office_clerk.full_name)
    with pytest.raises(ValidationError):
        services.use_reserved(entry=kept, document=document(), by=cast.authority)
    assert take(cast).written == "04/QĐ-UBND"


@pytest.mark.parametrize(
    ("given", "code"),
    [({"sign": "QĐ", "reason": "x"}, "sign"), ({"sign": "/QĐ", "reason": " "}, "reason")],
)
def test_reserving_says_what_is_missing(cast, given, code):
    register = take(cast).register
    with pytest.raises(ValidationError) as caught:
        services.reserve_number(register=register, by=cast.office_clerk, **given)
    assert caught.value.code == code


def test_only_this_year_and_only_those_who_keep_the_register(cast):
    register = take(cast).register
    for stranger in (cast.unit_clerk, cast.ward_clerk_a):
        with pytest.raises(PermissionDenied):
            services.reserve_number(register=register, sign="/X", reason="x", by=stranger)
    Register.objects.filter(pk=register.pk).update(year=2020)
    register.refresh_from_db()
    with pytest.raises(ValidationError):
        services.reserve_number(register=register, sign="/X", reason="x", by=cast.office_clerk)


def test_numbers_are_written_as_the_policy_says():
    assert written_number(3, "-TB/BCĐ", 2021) == "03-TB/BCĐ"
    assert written_number(128, "/QĐ-UBND", 2021, "year") == "128/2021/QĐ-UBND"
    assert is_sign("/QĐ-CLYT")
    assert not is_sign("QĐ")


def test_the_register_is_listed_filtered_sorted_and_exported(cast, client_as, django_assert_max_num_queries):
    for _n in range(3):
        take(cast)
    take(cast, "TB")
    register = Register.objects.get(kind="QĐ")
    clerk = client_as(cast.office_clerk)
    with django_assert_max_num_queries(25):
        page = clerk.get(
            reverse("registers:list"), {"register": register.uuid, "sort": "number"}
        ).content.decode()
    assert page.index("01/QĐ-UBND") < page.index("03/QĐ-UBND")
    assert "01/TB-UBND" not in page
    assert "Giữ một số" in page
    clerk.post(reverse("registers:reserve", args=[register.uuid]), {"sign": "/QĐ-UBND", "reason": "Chờ ký"})
    kept = RegisterEntry.objects.get(state="reserved")
    found = clerk.get(reverse("registers:list"), {"state": "reserved"}).content.decode()
    assert kept.written in found
    clerk.post(reverse("registers:void", args=[kept.uuid]), {"reason": "Không ban hành"})
    table = clerk.get(reverse("registers:list") + "?format=csv").getvalue().decode()
    assert "Không ban hành" in table
    assert cast.authority.full_name in table
    assert client_as(cast.unit_clerk).get(reverse("registers:list")).status_code == 404
