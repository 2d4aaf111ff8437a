"""The API's own description, completed: tags in order, ways to sign in, capabilities, errors and examples."""

from typing import Any

from django.utils.translation import gettext_noop

from phaodai.city.accounts.terms import Capability
from phaodai.site.examples import Examples

TAGS = {
    "connection": gettext_noop("Enrolling a device, and who one is"),
    "areas": gettext_noop("Areas: province, districts, wards, groups"),
    "organizations": gettext_noop("Organisations and bodies"),
    "duties": gettext_noop("Who is responsible where"),
    "places": gettext_noop("Places with their codes"),
    "people": gettext_noop("People; every reading is on record"),
    "visits": gettext_noop("Visits: who was where, when"),
    "cases": gettext_noop("Cases, without names"),
    "contacts": gettext_noop("Contacts of cases and what was concluded"),
    "tests": gettext_noop("Tubes and results"),
    "quarantine": gettext_noop("Quarantine orders"),
    "directives": gettext_noop("Directives and the tasks of units"),
    "indicators": gettext_noop("Indicators and their values"),
}
SCHEMES = {
    "TokenAuth": ("token", "`Authorization: Bearer pd_…`: a person's own token, made under My account."),
    "DeviceAuth": (
        "device",
        "`Authorization: Bearer pdd_…` of an enrolled device. Each call also carries `X-Client-Time` (ISO time with "
        "offset) and may carry `X-Client-App`.",
    ),
    "KeyAuth": ("key", "`Authorization: Bearer pdk_…` of an organisation's program. Limited in rate."),
    "SessionAuth": ("session", "The session of a signed-in browser; writing also needs `X-CSRFToken`."),
}
ERRORS = {
    "400": gettext_noop("The request could not be read."),
    "401": gettext_noop("No valid session, token, key or device."),
    "403": gettext_noop(
        "Signed in, but something comes first: a second factor, a password of one's own, a CSRF token."
    ),
    "404": gettext_noop("Nothing here, or not for you; the two are not told apart."),
    "409": gettext_noop("It contradicts what is recorded."),
    "422": gettext_noop("Something in the input is wrong; `field` says what."),
    "429": gettext_noop("Over the limit; `Retry-After` says how many seconds to wait."),
}
CODES = {
    "400": ("invalid", "Không đọc được yêu cầu."), "401": ("not_signed_in", "Hãy đăng nhập, hoặc gửi mã hợp lệ."),
    "403": ("second_factor", "Hãy thiết lập đăng nhập hai bước trước."),
    "404": ("not_found", "Không có gì ở đây, hoặc không dành cho bạn."),
    "409": ("conflict", "Trái với điều đã ghi."), "422": ("invalid", "Hãy nhập họ tên."),
    "429": ("too_many_requests", "Quá nhiều lượt gọi; thử lại sau 12 giây."),
}  # fmt: skip
LIMIT_HEADERS = {
    "Retry-After": "Seconds until the next call is let in.",
    "RateLimit-Limit": "Calls at once.",
    "RateLimit-Remaining": "Calls left now.",
    "RateLimit-Reset": "Seconds until all are back.",
}
METHODS = ("get", "post", "put", "patch", "delete")
PUBLIC = {"public": "Open to anybody.", "signed_in": "Open to every signed-in caller."}


def complete(schema: Any, capabilities: dict[str, str]) -> Any:
    """The schema with all that the framework does not know; ``capabilities`` by operation id."""
    schemas = schema["components"].get("schemas", {})
    maker = Examples(schemas)
    for path in schema["paths"].values():
        for method in METHODS:
            if method in path:
                _complete_operation(path[method], capabilities, maker)
    used = {tag for path in schema["paths"].values() for one in path.values() for tag in one.get("tags", ())}
    ordered = [*TAGS, *sorted(used - set(TAGS))]
    schema["tags"] = [{"name": tag, "description": TAGS.get(tag, tag)} for tag in ordered if tag in used]
    _name_schemes(schema)
    return schema


def _name_schemes(schema: Any) -> None:
    found = schema["components"].get("securitySchemes", {})
    schema["components"]["securitySchemes"] = {
        SCHEMES[name][0]: facts | {"description": SCHEMES[name][1]}
        for name, facts in found.items()
        if name in SCHEMES
    }


def _complete_operation(operation: dict[str, Any], capabilities: dict[str, str], maker: Examples) -> None:
    needed = capabilities.get(operation["operationId"], "")
    operation["x-capability"] = needed
    told = operation.get("description", "").strip()
    operation["description"] = "\n\n".join(filter(None, (told, needs(needed))))
    if "security" in operation:
        operation["security"] = [
            {SCHEMES[name][0]: [] for name in one if name in SCHEMES} for one in operation["security"]
        ]
    for parameter in operation.get("parameters", ()):
        parameter["example"] = maker.of(parameter["schema"], parameter["name"])
    for content in operation.get("requestBody", {}).get("content", {}).values():
        content["example"] = maker.of(content["schema"])
    for status, answer in operation["responses"].items():
        _complete_answer(str(status), answer, maker)


def needs(capability: str) -> str:
    """Who may call, in one sentence."""
    if capability in PUBLIC:
        return PUBLIC[capability]
    known = {one.value: one for one in Capability}
    if capability not in known:
        return ""
    one = known[capability]
    return f"Needs `{capability}` ({one.label_vi} / {one.label_en})."


def _complete_answer(status: str, answer: dict[str, Any], maker: Examples) -> None:
    if status in ERRORS:
        answer["description"] = ERRORS[status]
        code, message = CODES[status]
        field = "full_name" if status == "422" else None
        example: Any = {"code": code, "message": message, "field": field}
        if status == "429":
            answer["headers"] = {
                name: {"description": text, "schema": {"type": "integer"}}
                for name, text in LIMIT_HEADERS.items()
            }
    else:
        example = None
    for content in answer.get("content", {}).values():
        content["example"] = example or maker.of(content["schema"])
