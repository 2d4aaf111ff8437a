"""Every deed on orders, appeals and stays: authorised, locked, by the rules, on record, in one go."""

from phaodai.response.quarantine.services.appeals import decide_appeal, file_appeal
from phaodai.response.quarantine.services.decide import (
    BulkOutcome,
    confirm_order,
    confirm_orders,
    sign_order,
    sign_orders,
    undo_confirmation,
)
from phaodai.response.quarantine.services.draft import draft_order, draft_quarantines
from phaodai.response.quarantine.services.extend import propose_new_term
from phaodai.response.quarantine.services.finish import end_order, withdraw_order, withdraw_orders
from phaodai.response.quarantine.services.looking import open_order, record_listing
from phaodai.response.quarantine.services.paper import mark_printed, serve_order
from phaodai.response.quarantine.services.sites import (
    add_room,
    check_site,
    edit_room,
    move_site,
    register_site,
)
from phaodai.response.quarantine.services.stays import end_stay, move_stay, open_stay, record_room_visits

__all__ = [
    "BulkOutcome",
    "add_room",
    "check_site",
    "confirm_order",
    "confirm_orders",
    "decide_appeal",
    "draft_order",
    "draft_quarantines",
    "edit_room",
    "end_order",
    "end_stay",
    "file_appeal",
    "mark_printed",
    "move_site",
    "move_stay",
    "open_order",
    "open_stay",
    "propose_new_term",
    "record_listing",
    "record_room_visits",
    "register_site",
    "serve_order",
    "sign_order",
    "sign_orders",
    "undo_confirmation",
    "withdraw_order",
    "withdraw_orders",
]
