from django.db import migrations


class Migration(migrations.Migration):
    """Buckets are written at every call and worth nothing after a crash: they stay out of the write-ahead log."""

    dependencies = [("gateway", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE gateway_bucket SET UNLOGGED, SET (fillfactor = 50)",
            "ALTER TABLE gateway_bucket SET LOGGED",
        )
    ]
