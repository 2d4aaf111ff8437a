from django.db import migrations

from phaodai.city.indicators import Watch
from phaodai.city.indicators.marks import forget_sql, note_sql

WATCHES = [
    Watch("quarantine_quarantineorder", ("signed_at", "closed_at")),
    Watch("quarantine_stay", ("lower({x}.during)", "upper({x}.during)")),
]


class Migration(migrations.Migration):
    """The facts behind the numbers tell which local days changed."""

    dependencies = [("quarantine", "0001_initial"), ("indicators", "0001_initial")]
    operations = [migrations.RunSQL(note_sql(watch), forget_sql(watch)) for watch in WATCHES]
