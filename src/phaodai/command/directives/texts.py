"""Sentences said in more than one place."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _


def refuse(code: str, sentence: str) -> ValidationError:
    """A refusal with one sentence for people and one code for programs."""
    return ValidationError(sentence, code=code)


def wrong_state(display: str) -> ValidationError:
    """The move is not legal from where the thing stands."""
    return refuse("wrong_state", _("Not possible now: %(state)s.") % {"state": display})


def require_reason(reason: str) -> str:
    """The reason, trimmed.

    Raises:
        ValidationError: it is blank.
    """
    trimmed = " ".join(reason.split())
    if not trimmed:
        raise refuse("reason_required", _("Give a reason; it stays on record."))
    return trimmed


def require_text(text: str) -> str:
    """The text without blanks around it.

    Raises:
        ValidationError: it is blank.
    """
    if not text.strip():
        raise refuse("text_required", _("Write what is to be said."))
    return text.strip()


def require_somebody(by: object) -> None:
    """Only a named human being decides.

    Raises:
        PermissionDenied: the system itself tries to decide.
    """
    if getattr(by, "pk", None) is None:
        raise PermissionDenied
