"""Writing about contacts: each verb authorises, locks, applies a rule, saves, audits and publishes."""

from phaodai.response.tracing.services.calling import record_call
from phaodai.response.tracing.services.concluding import (
    isolate_contact,
    reject_contacts,
    reopen_contacts,
    undo_decisions,
    verify_contacts,
)
from phaodai.response.tracing.services.handing_over import (
    answer_handover,
    cancel_handover,
    escalate_handovers,
    hand_over,
    hand_over_all,
)
from phaodai.response.tracing.services.listing import trace_case, trace_second_tier, withdraw_exposures
from phaodai.response.tracing.services.looking import open_case_list, open_contact, record_listing
from phaodai.response.tracing.services.printing import print_call_sheet
from phaodai.response.tracing.services.sealing import forget_sealed_days, seal_ledger
from phaodai.response.tracing.services.sending import send_list

__all__ = [
    "answer_handover",
    "cancel_handover",
    "escalate_handovers",
    "forget_sealed_days",
    "hand_over",
    "hand_over_all",
    "isolate_contact",
    "open_case_list",
    "open_contact",
    "print_call_sheet",
    "record_call",
    "record_listing",
    "reject_contacts",
    "reopen_contacts",
    "seal_ledger",
    "send_list",
    "trace_case",
    "trace_second_tier",
    "undo_decisions",
    "verify_contacts",
    "withdraw_exposures",
]
