"""Rules on screen: what is in force and why; propose; a second person decides."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from phaodai.core import clock
from phaodai.core.access import GuardedRequest, requires
from phaodai.core.policy import PolicyUnknown, default_of
from phaodai.core.policy.forms import ProposalForm, starting_values
from phaodai.core.policy.in_force import get
from phaodai.core.policy.queries import RuleLine, rule_lines, version_by_uuid, versions_of
from phaodai.core.policy.services import decide_policy, propose_policy


@requires("policy.view")
@require_GET
def rule_list(request: HttpRequest) -> HttpResponse:
    """Every rule with its value in force, its document, and what waits for approval."""
    lines = rule_lines(text=request.GET.get("q", ""), show=request.GET.get("show", ""))
    shows = [("unconfirmed", _("Not confirmed")), ("waiting", _("Waiting for approval"))]
    return render(request, "policy/list.html", {"lines": lines, "shows": shows})


def _rule_context(request: GuardedRequest, code: str, form: ProposalForm | None = None) -> dict[str, Any]:
    try:
        rule, value = default_of(code), get(code)
    except PolicyUnknown:
        raise Http404 from None
    return {
        "line": RuleLine(rule, value, 0),
        "value": value,
        "shipped": reversed(rule.versions),
        "versions": versions_of(code),
        "may_propose": request.user.may("policy.propose"),
        "may_approve": request.user.may("policy.approve"),
        "form": form
        or ProposalForm(code=code, initial=starting_values(value) | {"effective_from": clock.today()}),
    }


@requires("policy.view")
@require_GET
def rule_page(request: GuardedRequest, code: str) -> HttpResponse:
    """One rule: value, basis, versions, the proposals and the form for a new one."""
    return render(request, "policy/rule.html", _rule_context(request, code))


@requires("policy.propose")
@require_POST
def propose(request: GuardedRequest, code: str) -> HttpResponse:
    """Propose a new version."""
    context = _rule_context(request, code)
    form = ProposalForm(request.POST, code=code)
    if not form.is_valid():
        return render(request, "policy/rule.html", context | {"form": form}, status=422)
    propose_policy(code=code, by=request.user, **form.cleaned_data)
    messages.success(request, _("Proposed. It takes effect once somebody else approves it."))
    return redirect("policy:rule", code)


@requires("policy.approve")
@require_POST
def decide(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Approve or reject a proposal of somebody else."""
    version = version_by_uuid(version_id)
    if version is None:
        raise Http404
    approve = request.POST.get("decision") == "approve"
    try:
        decide_policy(
            version=version, approve=approve, reason=request.POST.get("reason", ""), by=request.user
        )
    except PermissionDenied:
        messages.error(request, _("A proposal is decided by somebody other than the one who made it."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Approved.") if approve else _("Rejected."))
    return redirect("policy:rule", version.code)
