"""A one-time link on paper, on a screen, in a mail: wherever the two can meet."""

import io
import logging
from base64 import b64encode

import segno
from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from phaodai.city.accounts.models import User

logger = logging.getLogger("phaodai.accounts")


def link_code(address: str) -> str:
    """The link as a QR code, ready for an ``img``."""
    file = io.BytesIO()
    segno.make(address, error="m").save(file, kind="svg", border=3, scale=4)
    return f"data:image/svg+xml;base64,{b64encode(file.getvalue()).decode()}"


def mail_link(user: User, address: str) -> str:
    """Send the link to the account's address where mail is set up; returns where it went, or "".

    A mail that cannot be sent never stops the work: the link is on the screen.
    """
    if not settings.PHAODAI_MAIL or not user.email:
        return ""
    with translation.override(user.language):
        subject, text = _("Your access to Pháo Đài"), _mail_text(user, address)
    try:
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [user.email])
    except OSError:
        logger.warning("A one-time link could not be mailed.")
        return ""
    return user.email


def _mail_text(user: User, address: str) -> str:
    said = _("%(name)s, open this link once to choose your password: %(link)s") % {
        "name": user.full_name, "link": address
    }  # fmt: skip
    return (
        said
        + "\n\n"
        + _("Your user name is %(username)s. Never pass this link on.") % {"username": user.username}
    )
