from django.db import migrations


class Migration(migrations.Migration):
    """How often a word stands in names is guessed from a sample; a few usual names make most of a city."""

    dependencies = [("people", "0002_initial")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE people_person ALTER COLUMN search_key SET STATISTICS 1000",
            "ALTER TABLE people_person ALTER COLUMN search_key SET STATISTICS -1",
        )
    ]
