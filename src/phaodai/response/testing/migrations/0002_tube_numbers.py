from django.db import migrations


class Migration(migrations.Migration):
    """Numbers of tubes: never used twice, also not after a rollback."""

    dependencies = [("testing", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE testing_tube_number AS bigint",
            "DROP SEQUENCE testing_tube_number",
        )
    ]
