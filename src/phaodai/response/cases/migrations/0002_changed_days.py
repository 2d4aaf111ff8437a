from django.db import migrations

from phaodai.city.indicators import Watch
from phaodai.city.indicators.marks import forget_sql, noon_of, note_sql

WATCHES = [
    Watch(
        "cases_case",
        ("reported_at", "confirmed_at", "closed_at", "investigation_due_at", noon_of("symptom_onset")),
    )
]


class Migration(migrations.Migration):
    """The facts behind the numbers tell which local days changed."""

    dependencies = [("cases", "0001_initial"), ("indicators", "0001_initial")]
    operations = [migrations.RunSQL(note_sql(watch), forget_sql(watch)) for watch in WATCHES]
