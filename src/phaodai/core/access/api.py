"""What every API operation shares: the shape of an error and the codes it may answer with."""

from typing import Any

from ninja import Schema


class Problem(Schema):
    """One sentence for people, one code for programs, and where in the input it is wrong."""

    code: str
    message: str
    field: str | None = None


ERRORS: dict[int, Any] = {
    400: Problem,
    401: Problem,
    403: Problem,
    404: Problem,
    409: Problem,
    422: Problem,
    429: Problem,
}
