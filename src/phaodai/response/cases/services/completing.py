"""Keeping the form's completeness beside the case, so that lists can sort by it."""

from phaodai.core import policy
from phaodai.response.cases.form_items import form_facts
from phaodai.response.cases.models import Case
from phaodai.response.cases.rules import completeness


def refresh_completeness(case: Case) -> int:
    """Count the form's completeness anew and store it; percent."""
    weights = policy.get("cases.completeness").value
    percent = completeness(form_facts(case), weights).percent
    if percent != case.completeness:
        case.completeness = percent
        case.save(update_fields=["completeness"])
    return percent
