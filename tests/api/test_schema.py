"""The API's own description: valid, complete, its examples true, its page readable without anything from outside."""

import re
from typing import Any

import jsonschema_rs
import pytest
from django.test import Client
from django.urls import reverse

from phaodai.core.gateway.outgoing import all_outgoing
from phaodai.site.api import api
from phaodai.site.openapi import ERRORS, METHODS, TAGS

SCHEMA: dict[str, Any] = api.get_openapi_schema()
OPERATIONS = [
    (path, method, methods[method])
    for path, methods in SCHEMA["paths"].items()
    for method in METHODS
    if method in methods
]
NAMES = [f"{method} {path}" for path, method, _operation in OPERATIONS]


def validator(schema: dict[str, Any]) -> Any:
    """For a schema that may point into the document."""
    return jsonschema_rs.Draft202012Validator(
        {**schema, "components": SCHEMA["components"]}, validate_formats=True
    )


def contents(operation: dict[str, Any]) -> list[dict[str, Any]]:
    """Everything sent and answered, with its example."""
    found = list(operation.get("requestBody", {}).get("content", {}).values())
    for answer in operation["responses"].values():
        found += answer.get("content", {}).values()
    return found


def test_every_schema_is_one():
    for schema in SCHEMA["components"]["schemas"].values():
        jsonschema_rs.meta.validate(schema)
        validator(schema)
    for _path, _method, operation in OPERATIONS:
        for content in contents(operation):
            validator(content["schema"])
    assert SCHEMA["openapi"].startswith("3.1")


def test_every_reference_leads_somewhere():
    known = {f"#/components/schemas/{name}" for name in SCHEMA["components"]["schemas"]}
    assert set(re.findall(r"#/components/[\w/.-]+", str(SCHEMA))) <= known


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS, ids=NAMES)
def test_every_operation_says_what_it_does_who_may_and_what_can_go_wrong(path, method, operation):
    assert operation["summary"].strip()
    assert operation["description"].strip()
    assert operation["x-capability"]
    assert operation["tags"]
    assert set(ERRORS) <= {str(status) for status in operation["responses"]}
    named = {name for one in operation.get("security", ()) for name in one}
    assert named == (
        {"token", "device", "key", "session"} if operation["x-capability"] != "public" else set()
    )
    parameters = set(re.findall(r"{(\w+)}", path))
    assert parameters == {one["name"] for one in operation.get("parameters", ()) if one["in"] == "path"}


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS, ids=NAMES)
def test_every_example_fits_its_schema(path, method, operation):
    for content in contents(operation):
        assert validator(content["schema"]).is_valid(content["example"]), content["example"]
    for parameter in operation.get("parameters", ()):
        assert validator(parameter["schema"]).is_valid(parameter["example"]), parameter


def test_ids_are_unique_and_tags_in_order():
    ids = [operation["operationId"] for _path, _method, operation in OPERATIONS]
    assert len(ids) == len(set(ids))
    listed = [tag["name"] for tag in SCHEMA["tags"]]
    assert [tag for tag in TAGS if tag in listed] == listed[: len([t for t in TAGS if t in listed])]
    assert set(SCHEMA["components"]["securitySchemes"]) == {"token", "device", "key", "session"}
    assert all(scheme["description"] for scheme in SCHEMA["components"]["securitySchemes"].values())


@pytest.mark.django_db
def test_the_page_shows_every_operation_and_loads_nothing_from_outside():
    page = Client().get(reverse("api_reference"))
    text = page.content.decode()
    assert page.status_code == 200
    assert all(f'id="{operation["operationId"]}"' in text for _path, _method, operation in OPERATIONS)
    assert all(entry.name in text for entry in all_outgoing())
    assert not re.findall(r'(?:src|href)="https?://', text)
    assert "<style" not in text
    assert not re.findall(r"<script(?![^>]*src=)[^>]*>\s*\S", text)
    english = Client().get(reverse("api_reference"), headers={"Accept-Language": "en"}).content.decode()
    assert "Record a batch of visits" in english
    assert "Ghi một loạt lượt đến" in text
