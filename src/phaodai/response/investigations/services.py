"""Making reports and taking them away; both on record."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from phaodai.core import clock, policy
from phaodai.core.audit.services import actor_name, log_action, record_read
from phaodai.core.text import nfc
from phaodai.response.cases.models import Case
from phaodai.response.investigations.models import InvestigationReport
from phaodai.response.investigations.queries.gathering import gather, hours_to_list
from phaodai.response.investigations.rules import changes_between, completeness_of

INVESTIGATE = "cases.investigate"
PURPOSE = "Báo cáo điều tra"
MOST_WORDS = 5_000


@transaction.atomic
def make_report(*, case: Case, conclusion: str, by: Any) -> InvestigationReport:
    """Freeze what is known of the case as the next version of its report. Earlier versions stay as they were.

    Raises:
        PermissionDenied: the case lies outside what ``by`` may investigate.
    """
    row = _lock(case, by)
    now = clock.now()
    order = policy.get("investigations.sections", now)
    sections = gather(row, order.value, nfc(conclusion)[:MOST_WORDS], by)
    frozen = [section.frozen() for section in sections]
    before = InvestigationReport.objects.filter(case=row).order_by("-version").first()
    report = InvestigationReport.objects.create(
        case=row,
        version=before.version + 1 if before else 1,
        sections=frozen,
        changes=changes_between(before.sections, frozen) if before else [],
        completeness=completeness_of(sections),
        hours_to_list=hours_to_list(row),
        conclusion=nfc(conclusion).strip()[:MOST_WORDS],
        policy_version=order.version,
        made_at=now,
        made_by_id=getattr(by, "pk", None),
        made_by_name=actor_name(by),
    )
    log_action(
        actor=by, action="report_made", subject_type="case", subject_id=row.uuid,
        data={"version": report.version, "completeness": report.completeness},
    )  # fmt: skip
    return report


def note_read(*, report: InvestigationReport, by: Any, how: str = "") -> None:
    """A report names the patient and contacts: each look is on record."""
    purpose = f"{PURPOSE} {report.version}" + (f" ({how})" if how else "")
    record_read(actor=by, subject_type="case", subject_ids=[report.case.uuid], purpose=purpose)


def _lock(case: Case, by: Any) -> Case:
    rows = Case.objects.visible_to(by, INVESTIGATE).select_for_update(of=("self",))
    row: Case | None = (
        rows.select_related("person__area__parent", "area__parent", "investigator").filter(pk=case.pk).first()
    )
    if row is None:
        raise PermissionDenied
    return row
