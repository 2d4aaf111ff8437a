from django.db import migrations

from phaodai.city.indicators import Watch
from phaodai.city.indicators.marks import forget_sql, note_sql

WATCHES = [Watch("tracing_contact", ("recorded_at", "concluded_at", "due_at", "isolated_at"))]


class Migration(migrations.Migration):
    """The facts behind the numbers tell which local days changed."""

    dependencies = [("tracing", "0003_ledger_changes"), ("indicators", "0001_initial")]
    operations = [migrations.RunSQL(note_sql(watch), forget_sql(watch)) for watch in WATCHES]
