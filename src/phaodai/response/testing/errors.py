"""Refusals of testing: one sentence for people, one code for programs."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class Refused(ValidationError):
    """The deed cannot be done. ``code`` is stable; the message names the tube, the people and the time."""

    def __init__(self, code: str, /, **params: Any) -> None:
        super().__init__(SENTENCES[code], code=code, params=params)

    @property
    def sentence(self) -> str:
        return str(self.messages[0])


SENTENCES: dict[str, Any] = {
    "bad_code": _("“%(code)s” is not a tube code: its last sign does not fit. Scan it again or retype it."),
    "unknown_tube": _("There is no tube %(code)s, or it is not yours."),
    "wrong_move": _("Tube %(code)s is “%(state)s”; it cannot become “%(to)s”."),
    "already_resulted": _(
        "Tube %(code)s already has the result “%(value)s”, entered by %(name)s at %(at)s. "
        "If that is wrong, correct it."
    ),
    "not_taken": _("Tube %(code)s has not been sampled yet: nobody is in it."),
    "already_taken": _("Tube %(code)s was already used at %(at)s by %(name)s. Take a new tube."),
    "discarded": _("Tube %(code)s has been discarded."),
    "empty": _("Nobody is in the tube yet. Scan at least one person."),
    "not_single": _("A single sample holds one person. Choose a pool, or take another tube."),
    "too_small": _("A pool holds at least %(smallest)s people. For one person choose a single sample."),
    "too_large": _("A pool holds at most %(largest)s people. Close this tube and take the next one."),
    "twice_in_tube": _("%(name)s is already in this tube."),
    "unknown_value": _(
        "“%(value)s” is not a result. Write positive, negative, indeterminate or invalid "
        "(dương tính, âm tính…)."
    ),
    "bad_time": _(
        "“%(value)s” is not a time. Write day/month/year hour:minute, for example 14/9/2021 16:30."
    ),
    "bad_ct": _("“%(value)s” is not a Ct value between 0 and 50."),
    "in_future": _("The time %(at)s lies in the future."),
    "before_sampling": _("The result cannot be older than the sample, taken at %(at)s."),
    "twice_in_list": _("Tube %(code)s stands twice in the list (also in row %(row)s)."),
    "not_current": _("This result has already been corrected. Open the tube again."),
    "same_value": _("The result already is “%(value)s”. Nothing to correct."),
    "no_reason": _("Write why the result is corrected."),
    "nothing_to_tell": _("Tube %(code)s has no result that can be told yet."),
    "no_laboratory": _("Choose the laboratory the tubes go to."),
    "too_many": _("At most %(most)s at a time."),
    "empty_list": _("The list holds no rows."),
}
