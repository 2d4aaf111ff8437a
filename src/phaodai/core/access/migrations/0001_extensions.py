from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    """What the models of the whole house need from PostgreSQL, before the first table."""

    initial = True
    run_before = [("areas", "0001_initial")]

    dependencies = []
    operations = [BtreeGistExtension(), TrigramExtension()]
