import uuid

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "client_id", "day", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("client_id", models.UUIDField(default=uuid.uuid4)),
                ("day", models.DateField()),
                ("person_id", models.BigIntegerField()),
                ("place_id", models.BigIntegerField()),
                ("start_at", models.DateTimeField()),
                ("end_at", models.DateTimeField(null=True)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("scan", "Quét QR"),
                            ("typed", "Nhập tay"),
                            ("import", "Nhập từ tệp"),
                            ("interview", "Điều tra"),
                            ("stay", "Lưu trú cách ly"),
                            ("trip", "Chuyến xe"),
                            ("crossing", "Qua chốt"),
                        ],
                        max_length=10,
                    ),
                ),
                ("recorded_by_id", models.BigIntegerField(null=True)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "db_table": "movement_visit",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="RetentionRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("keep_from", models.DateField(help_text="the first day kept")),
                ("policy_version", models.CharField(max_length=60)),
                ("days_deleted", models.JSONField(default=list)),
                ("visits_deleted", models.BigIntegerField()),
                (
                    "visits_left_older",
                    models.BigIntegerField(help_text="counted after deleting; must be zero"),
                ),
                (
                    "evidence_kept",
                    models.BigIntegerField(
                        help_text="exposures that keep their own copy of what was deleted"
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="VisitClock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("client_id", models.UUIDField()),
                ("day", models.DateField()),
                ("device_id", models.UUIDField()),
                ("device_name", models.CharField(max_length=80)),
                ("skew_s", models.BigIntegerField(help_text="seconds the clock was fast")),
                (
                    "standing",
                    models.CharField(
                        choices=[("corrected", "Đã chỉnh giờ"), ("flagged", "Giữ nguyên, đánh dấu")],
                        max_length=10,
                    ),
                ),
                ("sent_start_at", models.DateTimeField()),
                ("sent_end_at", models.DateTimeField(null=True)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "indexes": [models.Index(fields=["device_id", "-id"], name="visit_clock_device")],
                "constraints": [
                    models.UniqueConstraint(fields=("client_id", "day"), name="visit_clock_once")
                ],
            },
        ),
    ]
