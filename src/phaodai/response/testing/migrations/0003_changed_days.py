from django.db import migrations

from phaodai.city.indicators import Watch
from phaodai.city.indicators.marks import forget_sql, note_sql

WATCHES = [
    Watch("testing_tube", ("taken_at", "resulted_at", "due_at")),
    Watch("testing_testresult", ("taken_at", "resulted_at", "due_at"), ("tube_id", "testing_tube")),
    Watch("testing_tubemember", ("taken_at", "resulted_at", "due_at"), ("tube_id", "testing_tube")),
]


class Migration(migrations.Migration):
    """The facts behind the numbers tell which local days changed."""

    dependencies = [("testing", "0002_tube_numbers"), ("indicators", "0001_initial")]
    operations = [migrations.RunSQL(note_sql(watch), forget_sql(watch)) for watch in WATCHES]
