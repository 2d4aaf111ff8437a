from django.db import migrations


class Migration(migrations.Migration):
    """The numbers by which the tracing engine knows people: dense, below 2³⁰, never used again."""

    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE people_subject_no AS integer MINVALUE 0 MAXVALUE 1073741823 START 0 CACHE 1",
            "DROP SEQUENCE people_subject_no",
        )
    ]
