import uuid

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Told",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("subject_type", models.CharField(max_length=40)),
                ("subject_id", models.UUIDField()),
                (
                    "person_id",
                    models.BigIntegerField(help_text="the person the telling was about, if one", null=True),
                ),
                ("audience", models.CharField(help_text="who was told, as written then", max_length=300)),
                ("channel", models.CharField(max_length=40)),
                ("summary", models.TextField()),
                ("told_by_id", models.BigIntegerField(null=True)),
                ("told_by_name", models.CharField(max_length=200)),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "retracted_at",
                    models.DateTimeField(help_text="when the correction became known", null=True),
                ),
                (
                    "retraction_told_at",
                    models.DateTimeField(help_text="when this audience was told of it", null=True),
                ),
                ("retraction_told_by_name", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "indexes": [models.Index(fields=["subject_type", "subject_id", "-id"], name="told_subject")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("retraction_told_at__isnull", True),
                            ("retracted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="told_retraction_after_correction",
                    )
                ],
            },
        ),
    ]
