"""Why a file is refused: one code, one sentence."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """The content of a file cannot be accepted; ``code`` is a key of `SENTENCES`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


KIND, BROKEN, HIDDEN, ACTIVE = "file_kind", "file_broken", "file_hidden", "file_active"
ENCRYPTED, OLD_OFFICE, BOMB, MARKUP = "file_encrypted", "file_old_office", "file_bomb", "file_markup"
EMPTY, TOO_LARGE, NOT_HERE = "file_empty", "file_too_large", "file_not_accepted_here"

SENTENCES: Mapping[str, Any] = {
    KIND: _("%(name)s is of a kind that is not accepted."),
    BROKEN: _("%(name)s is damaged or cut short; save it anew and try again."),
    HIDDEN: _("%(name)s carries something hidden beside its content; save it anew and try again."),
    ACTIVE: _("%(name)s holds macros, scripts or embedded programs; save it without them."),
    ENCRYPTED: _("%(name)s is locked with a password; save it without one."),
    OLD_OFFICE: _("%(name)s is an old Office file or locked with a password; save it as DOCX or XLSX."),
    BOMB: _("%(name)s would unpack to far more than is accepted."),
    MARKUP: _("%(name)s is a web page or drawing with scripts; such files are not accepted."),
    EMPTY: _("%(name)s is empty."),
    TOO_LARGE: _("%(name)s is larger than %(most)s MB."),
    NOT_HERE: _("%(name)s is %(kind)s; accepted here: %(kinds)s."),
}
