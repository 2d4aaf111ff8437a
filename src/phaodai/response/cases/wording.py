"""What codes are called on screen: the rule of the period, deeds in the trail, chips of a status."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from phaodai.core.ui.formats import when_text
from phaodai.response.cases.rules import BY_EXPOSURE, BY_ONSET, BY_REPORT, UNTIL_ISOLATION
from phaodai.response.cases.terms import CaseStatus

STATUS_CHIPS = {
    CaseStatus.SUSPECTED: "wait",
    CaseStatus.PROBABLE: "wait",
    CaseStatus.CONFIRMED: "done",
    CaseStatus.RECOVERED: "off",
    CaseStatus.DIED: "off",
    CaseStatus.DISCARDED: "off",
}

DEEDS = {
    "report_case": gettext_lazy("Reported"),
    "open_investigation": gettext_lazy("Investigation opened"),
    "assign_investigator": gettext_lazy("Investigation given to"),
    "edit_period": gettext_lazy("Infectious period changed"),
    "confirm_basis": gettext_lazy("Basis of the infectious period confirmed"),
    "isolate_case": gettext_lazy("Isolated"),
    "confirm_case": gettext_lazy("Result read out by the health officer"),
    "withdraw_evidence": gettext_lazy("Result withdrawn"),
    "discard_case": gettext_lazy("Case discarded"),
    "close_case": gettext_lazy("Case closed"),
    "reopen_case": gettext_lazy("Case reopened"),
    "edit_source": gettext_lazy("Setting or source corrected"),
    "edit_illness": gettext_lazy("Symptoms and onset written"),
    "edit_answers": gettext_lazy("Investigation form filled in"),
    "set_national_code": gettext_lazy("National case code written"),
    "remove_stop": gettext_lazy("A stop of the interview removed"),
    "restore_stop": gettext_lazy("A stop of the interview restored"),
    "tell_correction": gettext_lazy("Told of the correction"),
    "send_list": gettext_lazy("Contact list sent"),
    "exposures_withdrawn": gettext_lazy("Exposures withdrawn"),
}
"""Deeds of the audit trail; deeds of other modules that we do not know show their code."""


def deed_text(action: str) -> str:
    """The deed in words; an unknown one keeps its code, readable."""
    return str(DEEDS.get(action) or action.replace("_", " ").replace(".", " "))


def _days(count: int) -> str:
    return ngettext("%(n)d day", "%(n)d days", count) % {"n": count}


def period_rule_text(basis: dict[str, Any]) -> str:
    """Why the period begins and ends where it does, in one sentence."""
    if basis.get("edited"):
        return _("set by hand: %(reason)s") % {"reason": basis.get("edit_reason", "")}
    if not basis.get("rule"):
        return ""
    start = _start_text(basis)
    end = _("until isolation") if basis.get("until") == UNTIL_ISOLATION else _("until the test is negative")
    return " ".join([f"{start} {end}.", *_notes(basis)]).rstrip(".")


def _start_text(basis: dict[str, Any]) -> str:
    names = {
        "days": _days(int(basis.get("days", 0))),
        "day": when_text(date.fromisoformat(basis["reference_on"]), "day"),
    }
    if basis["rule"] == BY_ONSET:
        return _("has symptoms, counted from %(days)s before the onset (%(day)s)") % names
    if basis["rule"] == BY_EXPOSURE:
        return _("no symptoms, source known: counted from the first meeting (%(day)s)") % names
    if basis["rule"] == BY_REPORT:
        return _("no onset and no sample known: counted from %(days)s before the report (%(day)s)") % names
    return _("no symptoms known: counted from %(days)s before sampling (%(day)s)") % names


def _notes(basis: dict[str, Any]) -> list[str]:
    texts = {
        "sampled_before": _("A positive sample is older, so the period begins on its day."),
        "isolated_before": _("Isolated before the rule begins; that day is traced all the same."),
        "exposure_unknown": _("The day of the first meeting with the source is not known yet."),
    }
    return [texts[note] for note in basis.get("notes", []) if note in texts]


def period_heading(start: Any, end: Any, isolated_at: Any) -> str:
    """ "7/9 to isolation on 14/9 09:30", "7/9 until now, not isolated"."""
    if start is None:
        return _("not computed yet")
    first = when_text(start, "daymonth")
    if end is None:
        return _("from %(first)s, still going on") % {"first": first}
    last = when_text(end)
    if isolated_at is not None and end == isolated_at:
        return _("%(first)s to isolation on %(last)s") % {"first": first, "last": last}
    return _("%(first)s to %(last)s") % {"first": first, "last": last}
