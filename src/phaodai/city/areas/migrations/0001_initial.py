import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Area",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "code",
                    models.CharField(help_text="state register code, leading zeros kept", max_length=12),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("province", "Tỉnh, thành phố"),
                            ("district", "Quận, huyện"),
                            ("ward", "Phường, xã"),
                            ("hamlet", "Tổ dân phố, thôn"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("sort_key", models.CharField(db_collation="C", editable=False, max_length=400)),
                ("search_key", models.CharField(editable=False, max_length=160)),
                (
                    "valid",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        help_text="the days on which it exists, half-open"
                    ),
                ),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                (
                    "population",
                    models.PositiveIntegerField(help_text="null is unknown, never zero", null=True),
                ),
                ("adults", models.PositiveIntegerField(null=True)),
                ("population_source", models.CharField(blank=True, max_length=200)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="areas.area",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_key"],
                "indexes": [
                    models.Index(fields=["level", "code"], name="area_level_code"),
                    models.Index(fields=["sort_key"], name="area_sort"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("search_key", name="gin_trgm_ops"),
                        name="area_search",
                    ),
                ],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("level", "="), ("code", "="), ("valid", "&&")],
                        name="area_code_once_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AreaClosure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("depth", models.PositiveSmallIntegerField()),
                (
                    "ancestor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="areas.area"
                    ),
                ),
                (
                    "descendant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closure_up",
                        to="areas.area",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["descendant", "ancestor"], name="closure_up")],
                "constraints": [
                    models.UniqueConstraint(fields=("ancestor", "descendant"), name="closure_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="AreaStatus",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "scheme",
                    models.CharField(help_text='which classification: "qd2686", "vung123"', max_length=20),
                ),
                ("computed", models.CharField(blank=True, max_length=20)),
                (
                    "level",
                    models.CharField(
                        blank=True, help_text="decided; blank while only computed", max_length=20
                    ),
                ),
                ("valid", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("document", models.CharField(blank=True, max_length=300)),
                ("reason", models.TextField(blank=True)),
                ("decided_by_name", models.CharField(blank=True, max_length=200)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="statuses", to="areas.area"
                    ),
                ),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("area", "="), ("scheme", "="), ("valid", "&&")],
                        name="area_status_once_at_a_time",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="areastatus",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "areas_areastatusevent" ("area_id", "computed", "decided_by_name", "document", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "scheme", "uuid", "valid") VALUES (NEW."area_id", NEW."computed", NEW."decided_by_name", NEW."document", NEW."id", NEW."level", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."recorded_at", NEW."scheme", NEW."uuid", NEW."valid"); RETURN NULL;',
                    hash="548641676f006436505dc9f828f559cce5602219",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e60f2",
                    table="areas_areastatus",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="areastatus",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "areas_areastatusevent" ("area_id", "computed", "decided_by_name", "document", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "scheme", "uuid", "valid") VALUES (NEW."area_id", NEW."computed", NEW."decided_by_name", NEW."document", NEW."id", NEW."level", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."recorded_at", NEW."scheme", NEW."uuid", NEW."valid"); RETURN NULL;',
                    hash="117409b766c8f5b61bc20387467e841c50a524cd",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ef711",
                    table="areas_areastatus",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="AreaStatusEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "scheme",
                    models.CharField(help_text='which classification: "qd2686", "vung123"', max_length=20),
                ),
                ("computed", models.CharField(blank=True, max_length=20)),
                (
                    "level",
                    models.CharField(
                        blank=True, help_text="decided; blank while only computed", max_length=20
                    ),
                ),
                ("valid", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("document", models.CharField(blank=True, max_length=300)),
                ("reason", models.TextField(blank=True)),
                ("decided_by_name", models.CharField(blank=True, max_length=200)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "area",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="areas.area",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="areas.areastatus",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
