"""Lists of devices, keys, receivers and requests as spreadsheets."""

from django.utils.translation import gettext_lazy as _

from phaodai.city.clients.queries.keys import capability_labels
from phaodai.core.exchange import Column

DEVICE_COLUMNS = [
    Column(_("Name of the device"), lambda row: row.name, 28),
    Column(_("Whose device"), lambda row: row.holder.full_name, 28),
    Column(_("Where"), lambda row: row.place_name, 32),
    Column(_("State"), lambda row: str(row.state.label)),
    Column(_("Last seen"), lambda row: row.last_seen_at, 18),
    Column(_("Clock fast by seconds"), lambda row: row.skew_s),
    Column(_("App"), lambda row: row.app, 24),
    Column(_("Valid until"), lambda row: row.expires_at, 18),
]
KEY_COLUMNS = [
    Column(_("What it is for"), lambda row: row.name, 28),
    Column(_("Organisation"), lambda row: row.organization.name, 36),
    Column(_("Begins with"), lambda row: ", ".join(secret.prefix for secret in row.working), 24),
    Column(_("May do"), lambda row: "; ".join(capability_labels(row.capabilities)), 60),
    Column(_("State"), lambda row: str(row.state.label)),
    Column(_("Last used"), lambda row: row.last_used_at, 18),
    Column(_("Valid until"), lambda row: row.expires_at, 18),
]
WEBHOOK_COLUMNS = [
    Column(_("Name of the receiver"), lambda row: row.name, 28),
    Column(_("Organisation"), lambda row: row.key.organization.name, 36),
    Column(_("Address"), lambda row: row.url, 48),
    Column(_("State"), lambda row: str(row.get_state_display())),
    Column(_("Delivered"), lambda row: row.delivered),
    Column(_("Waiting"), lambda row: row.waiting),
    Column(_("Given up"), lambda row: row.dead),
]
MESSAGE_COLUMNS = [
    Column(_("Message no."), lambda row: row.sequence),
    Column(_("Message"), lambda row: str(row.uuid), 38),
    Column(_("Event"), lambda row: row.event_type, 24),
    Column(_("Happened"), lambda row: row.occurred_at, 18),
    Column(_("State"), lambda row: str(row.get_state_display())),
    Column(_("Tries"), lambda row: row.attempts),
    Column(_("Answer"), lambda row: row.last_status or str(row.get_last_fault_display())),
]
REQUEST_COLUMNS = [
    Column(_("When"), lambda row: row.recorded_at, 18),
    Column(_("Who"), lambda row: row.caller_name, 28),
    Column(_("Kind"), lambda row: str(row.get_caller_kind_display())),
    Column(_("Operation"), lambda row: f"{row.method} {row.operation}", 44),
    Column(_("Answer"), lambda row: row.status),
    Column(_("Milliseconds"), lambda row: row.duration_ms),
    Column(_("Rows"), lambda row: row.rows),
    Column(_("Clock fast by seconds"), lambda row: row.skew_s),
]
