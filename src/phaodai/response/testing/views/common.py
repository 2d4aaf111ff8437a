"""What several pages of testing show."""

from typing import Any


def ways(user: Any) -> dict[str, bool]:
    """Which doors of testing are open to the user, for the buttons of its pages."""
    return {"may_enter": user.may("tests.result"), "may_sample": user.may("tests.sample")}
