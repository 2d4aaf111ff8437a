"""What the screen says after a deed: what was done with an undo, or why it was refused."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phaodai.response.tracing.models import ContactDecision
from phaodai.response.tracing.terms import ContactState

SALT = "tracing.undo"


@contextmanager
def say_refused(request: HttpRequest) -> Iterator[None]:
    """Turn a refusal of a service into a message."""
    try:
        yield
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))


def undo_token(decisions: Sequence[ContactDecision]) -> str:
    """A signed text that names the decisions, for an address."""
    return signing.dumps([decision.pk for decision in decisions], salt=SALT, compress=True)


def read_undo_token(token: str) -> list[int]:
    """The ids in a token of ours; none in any other text."""
    try:
        return [int(pk) for pk in signing.loads(token, salt=SALT, max_age=86_400)]
    except signing.BadSignature:
        return []


class say:
    """Sentences about what was done."""

    @staticmethod
    def concluded(request: HttpRequest, state: str, decisions: Sequence[ContactDecision]) -> None:
        count = len(decisions)
        if not count:
            messages.info(request, _("Nothing changed: it had been concluded so already."))
            return
        texts = {
            ContactState.VERIFIED: ngettext("%(n)d person confirmed.", "%(n)d people confirmed.", count),
            ContactState.REJECTED: ngettext("%(n)d person ruled out.", "%(n)d people ruled out.", count),
            ContactState.CANDIDATE: ngettext("%(n)d person waits again.", "%(n)d people wait again.", count),
        }
        undo = reverse("tracing:undo", args=[undo_token(decisions)])
        messages.success(request, texts[ContactState(state)] % {"n": count}, extra_tags=f"undo:{undo}")

    @staticmethod
    def searched(request: HttpRequest, count: int) -> None:
        messages.success(
            request, ngettext("%(n)d candidate found.", "%(n)d candidates found.", count) % {"n": count}
        )

    @staticmethod
    def sent(request: HttpRequest, number: int) -> None:
        messages.success(request, _("List %(n)d has been sent.") % {"n": number})

    @staticmethod
    def done(request: HttpRequest, text: str) -> None:
        messages.success(request, text)
