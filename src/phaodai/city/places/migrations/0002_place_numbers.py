from django.db import migrations


class Migration(migrations.Migration):
    """The running number in place codes: a sequence, so that two clerks never get the same one."""

    dependencies = [("places", "0001_initial")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE places_place_number", "DROP SEQUENCE places_place_number")
    ]
