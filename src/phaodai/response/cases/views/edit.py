"""What the investigation found out, part by part on one page."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest
from django.forms import Form
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phaodai.core.access import requires
from phaodai.response.cases import queries, services
from phaodai.response.cases.forms import AnswersForm, IllnessForm, SourceForm
from phaodai.response.cases.models import Case
from phaodai.response.cases.terms import Look
from phaodai.response.cases.views.dialogs import attempt

PARTS: dict[str, type[Form]] = {"illness": IllnessForm, "source": SourceForm, "answers": AnswersForm}


def _initial(case: Case, part: str) -> dict[str, Any]:
    if part == "answers":
        return dict(case.answers)
    given = {name: getattr(case, name) for name in PARTS[part].base_fields}
    if part == "illness":
        given["has_symptoms"] = {True: "yes", False: "no"}.get(case.has_symptoms, "")  # type: ignore[arg-type]
    return given


@requires("cases.investigate")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Illness, source and the form's further answers, each saved by itself."""
    case = queries.case_for(request.user, uuid, "cases.investigate")
    forms: dict[str, Form] = {name: kind(initial=_initial(case, name)) for name, kind in PARTS.items()}
    status = 200
    if request.method == "POST":
        part = request.POST.get("part", "")
        if part not in PARTS:
            raise BadRequest(_("This form has no such part."))
        forms[part] = PARTS[part](request.POST)
        then = reverse("cases:edit", args=[case.uuid]) + f"#{part}"
        answer = attempt(
            request, forms[part], _saver(case, part, forms[part], request.user), _("Saved."), then
        )
        if answer is not None:
            return answer
        status = 422
    else:
        services.note_case_read(case=case, look=Look.FORM, by=request.user)
    return render(request, "cases/edit.html", {"case": case, "forms": forms}, status=status)


def _saver(case: Case, part: str, form: Any, by: Any) -> Callable[[dict[str, Any]], Any]:
    savers: dict[str, Callable[[dict[str, Any]], Any]] = {
        "illness": lambda given: services.edit_illness(case=case, by=by, **form.facts()),
        "source": lambda given: services.edit_source(case=case, by=by, **given),
        "answers": lambda given: services.edit_answers(case=case, answers=given, by=by),
    }
    return savers[part]
