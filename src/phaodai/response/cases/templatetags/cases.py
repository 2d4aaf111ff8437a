"""Small pieces of the pages of cases."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from phaodai.core.ui.tags.status import chip
from phaodai.response.cases.forms import SYMPTOMS
from phaodai.response.cases.models import Case
from phaodai.response.cases.terms import CaseStatus
from phaodai.response.cases.wording import STATUS_CHIPS

register = template.Library()


@register.simple_tag
def case_chip(case: Case) -> SafeString:
    """The status as shape and words; risk colours are never used for it."""
    status = CaseStatus(case.status)
    return chip(STATUS_CHIPS[status], status.label)


@register.filter
def symptom_names(codes: list[str]) -> str:
    """ "fever, cough" in the user's language; words typed elsewhere stay as they are."""
    return ", ".join(str(SYMPTOMS.get(code, code)).lower() for code in codes)


@register.inclusion_tag("cases/_dialog.html", takes_context=True)
def case_dialog(
    context: template.Context, name: str, title: str, submit: str, lead: str = "", weight: str = "p"
) -> dict[str, Any]:
    """The dialog of one deed, if this user may do it; opened again when its form came back with mistakes."""
    form = context["forms"].get(name)
    return {
        "name": name,
        "url": f"cases:{name}",
        "title": title,
        "submit": submit,
        "lead": lead,
        "weight": weight,
        "form": form,
        "case": context["case"],
        "page": context["page"],
        "is_open": context["reopen"] == name,
        "csrf_token": context.get("csrf_token"),
    }
