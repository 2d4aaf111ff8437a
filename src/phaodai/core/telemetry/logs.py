"""A log record as one JSON object on one line, without anybody's data."""

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any

from phaodai.core.telemetry.context import request_id

OURS = "phaodai"


class JsonLines(logging.Formatter):
    """``{"at", "level", "logger", "message"}``, with ``request`` and the fields of a request where there are any."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message_of(record),
        }
        if request_id.get():
            line["request"] = request_id.get()
        line.update(getattr(record, "facts", {}))
        if record.exc_info and record.exc_info[0]:
            line["exception"] = describe_exception(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def message_of(record: logging.LogRecord) -> str:
    """Our own words in full; of others the template, for their arguments may be addresses, names or values."""
    is_ours = record.name == OURS or record.name.startswith(f"{OURS}.")
    return record.getMessage() if is_ours else str(record.msg)


def describe_exception(exc_info: Any) -> dict[str, Any]:
    """Type and places, innermost last. The message is left out: it may quote a row or an input."""
    kind, _, trace = exc_info
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    return {"type": f"{kind.__module__}.{kind.__qualname__}", "at": places[-12:]}
