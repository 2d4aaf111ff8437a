"""Examples of the API's documents: made from the schema, with names and codes as the city writes them. All invented."""

from typing import Any

MOST_DEEP = 6
A_UUID = "0f6c2d2e-5a3b-4c1d-9e7f-2b8a4c6d1e05"
BY_SCHEMA: dict[str, Any] = {
    "Problem.code": "invalid",
    "Problem.message": "Hãy nhập họ tên.",
    "Problem.field": "full_name",
    "EnrolIn.code": "pde_k7m2xq_W1d0…",
    "EnrolIn.app": "tram-lay-mau/1.4.0",
    "EnrolOut.token": "pdd_h4n8vc_Zk3…",
    "EnrolOut.name": "Điện thoại chốt Trung Hiền 2",
    "EnrolOut.holder": "Lường Thị Sao Mai",
    "EnrolOut.place": "Chốt kiểm soát Ngã tư Trung Hiền",
    "MeOut.kind": "key",
    "MeOut.name": "Phần mềm xét nghiệm",
    "MeOut.organization": "BV-TN",
    "MeOut.place": "Bệnh viện Thanh Nhàn",
    "MeOut.capabilities": ["tests.view", "tests.result"],
    "PlaceOut.name": "Chợ Mơ Mới",
    "PlaceIn.name": "Chợ Mơ Mới",
    "AreaOut.name": "Phường Thanh Nhàn",
    "OrganizationOut.name": "Trạm Y tế phường Thanh Nhàn",
    "OrganizationIn.name": "Trạm Y tế phường Thanh Nhàn",
    "PersonOnDuty.name": "Lò Văn Thử",
    "StopOut.place_code": "D-900014-K",
    "CaseOut.status": "confirmed",
    "VisitIn.person": "001074000011",
    "VisitIn.place": "D-900014-K",
    "ClockOut.standing": "corrected",
    "ClockOut.skew_s": 412,
    "RejectedOut.code": "unknown_place",
}
BY_NAME: dict[str, Any] = {
    "full_name": "Lò Thị Ví Dụ",
    "name": "Lò Thị Ví Dụ",
    "phone": "0900 000 123",
    "birth_year": 1988,
    "address": "Ngõ Ví Dụ, số 7",
    "area_code": "00271",
    "area_name": "Phường Thanh Nhàn",
    "office": "Trạm Y tế phường Thanh Nhàn",
    "code": "HBT-0412",
    "tube": "M-000123-4",
    "citizen_code": "001074000011",
    "occupation": "bán hàng",
    "place": "Chợ Mơ Mới",
    "place_text": "quán nước đầu ngõ",
    "activity": "mua rau",
    "companions": "vợ",
    "reason": "Người nhà báo lại ngày sinh",
    "text": "Đã rà soát, lập danh sách 34 người cao tuổi sống một mình.",
    "title": "Tăng cường xét nghiệm tại phường Thanh Nhàn",
    "number": "04-TB/BCĐ",
    "action": "Lập danh sách người cao tuổi sống một mình",
    "issuer": "Ban Chỉ đạo phòng, chống dịch quận",
    "unit": "Trạm Y tế phường Thanh Nhàn",
    "handler": "Chị Vừ Thị Mẫu",
    "laboratory": "BV-TN",
    "message": "Ống mẫu này đã có kết quả.",
    "column": "value",
    "q": "lo thi vi du",
    "latitude": 21.0051,
    "longitude": 105.8542,
    "start": "2021-09-14T07:10:00+07:00",
    "end": "2021-09-14T07:40:00+07:00",
    "offset": 0,
    "page": 1,
    "limit": 50,
}
BY_FORMAT = {
    "uuid": A_UUID,
    "date": "2021-09-14",
    "date-time": "2021-09-14T16:00:00+07:00",
    "email": "van.thu@vi-du.example",
    "binary": "",
}


class Examples:
    """Makes an example for any schema of one document."""

    def __init__(self, schemas: dict[str, Any]) -> None:
        self.schemas = schemas

    def of(self, schema: dict[str, Any], name: str = "", owner: str = "", depth: int = 0) -> Any:
        """An example that fits ``schema``; ``name`` is the field's, ``owner`` the schema it stands in."""
        if "$ref" in schema:
            title = schema["$ref"].rpartition("/")[2]
            return self.of(self.schemas[title], name, title, depth)
        known = _known(schema, name, owner)
        if known is not None:
            return known[0]
        for key in ("anyOf", "oneOf", "allOf"):
            if key in schema:
                return self._of_choice(schema[key], name, owner, depth)
        return self._of_kind(schema, name, owner, depth)

    def _of_choice(self, choices: list[dict[str, Any]], name: str, owner: str, depth: int) -> Any:
        real = [one for one in choices if one.get("type") != "null"]
        return self.of(real[0], name, owner, depth) if real else None

    def _of_kind(self, schema: dict[str, Any], name: str, owner: str, depth: int) -> Any:
        kind = schema.get("type")
        if kind == "array":
            least = schema.get("minItems", 0)
            if depth >= MOST_DEEP:
                return []
            return [self.of(schema.get("items", {}), name, owner, depth + 1)] * max(1, least)
        if kind == "object" or "properties" in schema:
            title = schema.get("title", owner)
            return {
                field: self.of(one, field, title, depth + 1)
                for field, one in schema.get("properties", {}).items()
            }
        return _of_scalar(schema)


def _known(schema: dict[str, Any], name: str, owner: str) -> tuple[Any] | None:
    """What is written for this field, if it fits; else the first of what the schema itself allows."""
    if "const" in schema:
        return (schema["const"],)
    if schema.get("enum"):
        return (schema["enum"][0],)
    if schema.get("examples"):
        return (schema["examples"][0],)
    for value in (BY_SCHEMA.get(f"{owner}.{name}"), BY_NAME.get(name)):
        if value is not None and _fits(value, schema):
            return (value,)
    return None


KINDS: dict[str, type | tuple[type, ...]] = {
    "string": str, "integer": int, "number": (int, float), "array": list, "boolean": bool,
}  # fmt: skip


def _fits(value: Any, schema: dict[str, Any]) -> bool:
    kind = schema.get("type")
    if kind not in KINDS or not isinstance(value, KINDS[kind]) or "format" in schema:
        return False
    if isinstance(value, str):
        return schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value))
    if isinstance(value, list):
        return schema.get("items", {}).get("type") == "string"
    return bool(schema.get("minimum", value) <= value <= schema.get("maximum", value))


def _of_scalar(schema: dict[str, Any]) -> Any:
    kind = schema.get("type")
    if kind == "boolean":
        return bool(schema.get("default", True))
    if kind in ("integer", "number"):
        return _number(schema)
    if kind == "string":
        text = BY_FORMAT.get(schema.get("format", ""), "ví dụ")
        return text if "format" in schema else text[: schema.get("maxLength", len(text))]
    return None if kind == "null" else {}


def _number(schema: dict[str, Any]) -> Any:
    if isinstance(schema.get("default"), int | float):
        return schema["default"]
    least = schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
    return max(least, min(3, schema.get("maximum", 3)))
