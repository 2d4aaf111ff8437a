"""The API reference as a page: made from the same schema that programs read, nothing loaded from elsewhere."""

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from phaodai.core import policy
from phaodai.core.access import public
from phaodai.core.gateway.outgoing import all_outgoing
from phaodai.site.api import api
from phaodai.site.openapi import ERRORS, METHODS


@dataclass(frozen=True)
class OperationText:
    """One operation, ready for the page."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    capability: str
    parameters: list[dict[str, Any]]
    body: str
    answer: str
    status: str
    is_public: bool


@dataclass(frozen=True)
class Chapter:
    """One tag with its operations."""

    name: str
    title: str
    operations: list[OperationText]


def _pretty(content: dict[str, Any]) -> str:
    for one in content.values():
        return json.dumps(one.get("example"), ensure_ascii=False, indent=2)
    return ""


def _operation(method: str, path: str, operation: dict[str, Any]) -> OperationText:
    answers: dict[str, Any] = {str(status): answer for status, answer in operation["responses"].items()}
    good = next(status for status in answers if status < "300")
    parameters = [
        {
            "name": one["name"],
            "place": one["in"],
            "required": one.get("required", False),
            "kind": _kind(one["schema"]),
            "example": json.dumps(one.get("example"), ensure_ascii=False).strip('"'),
        }
        for one in operation.get("parameters", ())
    ]
    return OperationText(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=gettext(operation["summary"]),
        description=operation["description"],
        capability=operation["x-capability"],
        parameters=parameters,
        body=_pretty(operation.get("requestBody", {}).get("content", {})),
        answer=_pretty(answers[good].get("content", {})),
        status=good,
        is_public=not operation.get("security"),
    )


def _kind(schema: dict[str, Any]) -> str:
    choices = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    first = choices[0] if choices else {}
    return str(first.get("format") or first.get("type") or first.get("$ref", "").rpartition("/")[2])


def chapters() -> list[Chapter]:
    """Every operation by tag, in the order of the tags."""
    schema = api.get_openapi_schema()
    found: dict[str, list[OperationText]] = {tag["name"]: [] for tag in schema["tags"]}
    for path, methods in schema["paths"].items():
        for method in METHODS:
            if method in methods:
                found[methods[method]["tags"][0]].append(_operation(method, path, methods[method]))
    titles = {tag["name"]: gettext(tag["description"]) for tag in schema["tags"]}
    return [Chapter(name, titles[name], operations) for name, operations in found.items() if operations]


@require_safe
@public
def reference(request: HttpRequest) -> HttpResponse:
    """How to call us, every operation with an example, and what we send by webhook."""
    context = {
        "chapters": chapters(),
        "errors": [(status, gettext(text)) for status, text in ERRORS.items()],
        "events": all_outgoing(),
        "key_limit": policy.get("gateway.key_limit"),
        "retry": policy.get("gateway.webhook_retry"),
        "base": request.build_absolute_uri("/api/v1"),
    }
    return render(request, "site/reference.html", context)
