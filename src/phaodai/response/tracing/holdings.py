"""What tracing holds about a person. Whose case it was is somebody else's record: masked."""

from django.utils.translation import gettext_lazy as _

from phaodai.core.holdings import Holding, declare, register

CASE = frozenset({"case", "path", "via", "trace"})

register(
    Holding(
        "tracing.Contact", "person", _("As a contact"), is_vital=True,
        columns=(
            (_("State"), "state"), (_("First exposure"), "first_exposed_at"), (_("Last exposure"), "last_exposed_at"),
            (_("Isolated"), "isolated_at"),
        ),
    )
)  # fmt: skip
register(
    Holding(
        "tracing.Exposure", "contact__person", _("Why they count as a contact"), others=CASE,
        columns=((_("Kind"), "kind"), (_("From"), "first_at"), (_("Until"), "last_at")),
    )
)  # fmt: skip
register(
    Holding(
        "tracing.ContactDecision", "contact__person", _("Conclusions as a contact"),
        columns=((_("When"), "occurred_at"), (_("State"), "to_state"), (_("Reason"), "reason")),
    )
)  # fmt: skip
register(
    Holding(
        "tracing.CallAttempt", "contact__person", _("Calls"),
        columns=((_("When"), "occurred_at"), (_("Outcome"), "outcome"), (_("Note"), "note")),
    )
)  # fmt: skip
register(
    Holding(
        "tracing.Handover", "contact__person", _("Hand-overs"),
        columns=((_("From"), "from_area"), (_("To"), "to_area"), (_("Sent"), "sent_at"), (_("State"), "state")),
    )
)  # fmt: skip
register(
    Holding(
        "tracing.Trace", "case__person", _("Traces of their cases"),
        columns=((_("When"), "started_at"), (_("Candidates"), "candidates")),
    )
)  # fmt: skip
declare(
    "tracing.SentList",
    "says that a list of a case's contacts was sent: about those contacts, who have it as Told",
)
