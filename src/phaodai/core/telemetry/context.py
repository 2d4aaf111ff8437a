"""Which request this thread works on."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
