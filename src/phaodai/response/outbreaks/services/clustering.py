"""Clusters are opened, extended, ended; every step with a name and a reason."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from phaodai.city.areas.models import Area, AreaClosure
from phaodai.city.places.models import Place
from phaodai.core import clock
from phaodai.core.audit.services import actor_name, context, log_action
from phaodai.core.text import nfc
from phaodai.response.cases.models import Case
from phaodai.response.outbreaks.models import Cluster, ClusterCase, ClusterCounter
from phaodai.response.outbreaks.terms import ClusterState

CHAINS = "chains.view"
MOST_CASES = 500


@transaction.atomic
def open_cluster(
    *,
    name: str,
    cases: Iterable[Case],
    by: Any,
    place: Place | None = None,
    basis: dict[str, Any] | None = None,
) -> Cluster:
    """Follow these cases together. The cluster belongs to the smallest area that holds them all.

    Raises:
        PermissionDenied: one of the cases, or their common area, lies outside what ``by`` may see.
        ValidationError: no name, or fewer than two cases.
    """
    rows = _visible(cases, by)
    name = nfc(name).strip()[:200]
    if not name:
        raise ValidationError({"name": _("Give the cluster a name.")})
    if len(rows) < 2:
        raise ValidationError({"cases": _("A cluster has two cases at least.")})
    now, area = clock.now(), common_area([row.area_id for row in rows])
    cluster = Cluster.objects.create(
        code=_next_code(now), name=name, area=area, place=place, basis=basis or {}, opened_at=now,
        opened_by_name=actor_name(by),
    )  # fmt: skip
    _must_reach(cluster, by)
    _add(cluster, rows, now, by, "")
    _log(cluster, "cluster_opened", by, "", {"cases": [row.code for row in rows]})
    return cluster


@transaction.atomic
def add_cases(*, cluster: Cluster, cases: Iterable[Case], reason: str, by: Any) -> int:
    """Add cases; those in it already are left alone. Returns how many came.

    Raises: as `open_cluster`; ValidationError when the cluster has ended.
    """
    row = _lock(cluster, by)
    known = set(row.members.filter(removed_at__isnull=True).values_list("case_id", flat=True))
    fresh = [case for case in _visible(cases, by) if case.pk not in known]
    if not fresh:
        return 0
    _add(row, fresh, clock.now(), by, reason)
    _settle_area(row, by)
    _log(row, "cluster_cases_added", by, reason, {"cases": [case.code for case in fresh]})
    return len(fresh)


@transaction.atomic
def remove_case(*, cluster: Cluster, case: Case, reason: str, by: Any) -> None:
    """Take a case out, with the reason; it can be added again.

    Raises: as `add_cases`; ValidationError without a reason.
    """
    row = _lock(cluster, by)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: it stays with the decision.")})
    gone = row.members.filter(case=case, removed_at__isnull=True).update(
        removed_at=clock.now(), removed_by_name=actor_name(by), reason=reason.strip()[:300]
    )
    if gone:
        _settle_area(row, by)
        _log(row, "cluster_case_removed", by, reason, {"case": case.code})


@transaction.atomic
def close_cluster(*, cluster: Cluster, reason: str, by: Any) -> Cluster:
    """The cluster is no longer followed. Raises: as `remove_case`."""
    row = _lock(cluster, by)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: it stays with the decision.")})
    return _set_state(row, ClusterState.CLOSED, clock.now(), reason, by)


@transaction.atomic
def reopen_cluster(*, cluster: Cluster, reason: str, by: Any) -> Cluster:
    """Follow an ended cluster again. Raises PermissionDenied as `add_cases`."""
    row = _lock(cluster, by, must_be_open=False)
    return _set_state(row, ClusterState.OPEN, None, reason, by)


def common_area(leaves: Sequence[int]) -> Area:
    """The smallest area that holds all these leaf areas."""
    wanted = set(leaves)
    rows = AreaClosure.objects.filter(descendant__in=wanted).values("ancestor")
    holding = rows.annotate(leaves=Count("descendant", distinct=True)).filter(leaves=len(wanted))
    sizes = AreaClosure.objects.filter(ancestor__in=holding.values("ancestor")).values("ancestor")
    smallest = sizes.annotate(below=Count("descendant")).order_by("below", "ancestor").first()
    if smallest is None:
        raise ValidationError(_("These cases have no area in common."), code="no_area")
    return Area.objects.get(pk=smallest["ancestor"])


def _visible(cases: Iterable[Case], by: Any) -> list[Case]:
    wanted = {case.pk for case in cases}
    rows = list(Case.objects.visible_to(by, CHAINS).filter(pk__in=wanted).order_by("pk"))
    if len(rows) != len(wanted) or len(rows) > MOST_CASES:
        raise PermissionDenied
    return rows


def _must_reach(cluster: Cluster, by: Any) -> None:
    if not Cluster.objects.visible_to(by, CHAINS).filter(pk=cluster.pk).exists():
        raise PermissionDenied


def _lock(cluster: Cluster, by: Any, must_be_open: bool = True) -> Cluster:
    row: Cluster | None = (
        Cluster.objects.visible_to(by, CHAINS).select_for_update(of=("self",)).filter(pk=cluster.pk).first()
    )
    if row is None:
        raise PermissionDenied
    if must_be_open and row.state != ClusterState.OPEN:
        raise ValidationError(_("The cluster has ended; open it again first."), code="closed")
    return row


def _add(cluster: Cluster, cases: Iterable[Case], now: datetime, by: Any, reason: str) -> None:
    ClusterCase.objects.bulk_create(
        [
            ClusterCase(
                cluster=cluster, case=case, added_at=now, added_by_name=actor_name(by), reason=reason[:300]
            )
            for case in cases
        ]
    )


def _settle_area(cluster: Cluster, by: Any) -> None:
    leaves = list(
        cluster.members.filter(removed_at__isnull=True).values_list("case__area", flat=True).distinct()
    )
    if leaves:
        cluster.area = common_area(leaves)
        cluster.save(update_fields=["area"])
    _must_reach(cluster, by)


def _set_state(row: Cluster, state: str, closed_at: datetime | None, reason: str, by: Any) -> Cluster:
    row.state, row.closed_at, row.close_reason = state, closed_at, reason.strip()[:300] if closed_at else ""
    with context(user=by, reason=reason):
        row.save(update_fields=["state", "closed_at", "close_reason"])
    _log(row, f"cluster_{state}", by, reason, {})
    return row


def _next_code(now: datetime) -> str:
    prefix = f"CC{clock.to_local(now):%y}"
    ClusterCounter.objects.get_or_create(prefix=prefix)
    counter = ClusterCounter.objects.select_for_update().get(prefix=prefix)
    counter.last_number += 1
    counter.save()
    return f"{prefix}-{counter.last_number:03d}"


def _log(cluster: Cluster, action: str, by: Any, reason: str, data: dict[str, Any]) -> None:
    log_action(
        actor=by, action=action, subject_type="cluster", subject_id=cluster.uuid, reason=reason, data=data
    )
