import uuid

import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("areas", "0001_initial"),
        ("organizations", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Place",
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
                    models.CharField(
                        help_text="printed under the QR, with check character", max_length=20, unique=True
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("home", "Nhà ở"),
                            ("workplace", "Nơi làm việc"),
                            ("factory", "Nhà máy, xưởng"),
                            ("school", "Trường học"),
                            ("market", "Chợ"),
                            ("supermarket", "Siêu thị"),
                            ("shop", "Cửa hàng"),
                            ("restaurant", "Quán ăn"),
                            ("pharmacy", "Nhà thuốc"),
                            ("health_facility", "Cơ sở y tế"),
                            ("worship", "Nơi thờ tự"),
                            ("vehicle", "Phương tiện"),
                            ("checkpoint", "Chốt kiểm soát"),
                            ("quarantine_room", "Phòng cách ly"),
                            ("outdoor", "Ngoài trời"),
                            ("other", "Nơi khác"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("sort_key", models.CharField(db_collation="C", editable=False, max_length=500)),
                ("search_key", models.CharField(editable=False, max_length=300)),
                ("address", models.CharField(blank=True, max_length=300)),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="places", to="areas.area"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="organizations.organization",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("search_key", name="gin_trgm_ops"),
                        name="place_search",
                    ),
                    models.Index(fields=["area", "kind"], name="place_area_kind"),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="place",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "places_placeevent" ("address", "area_id", "code", "id", "is_active", "kind", "latitude", "longitude", "name", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "search_key", "sort_key", "uuid") VALUES (NEW."address", NEW."area_id", NEW."code", NEW."id", NEW."is_active", NEW."kind", NEW."latitude", NEW."longitude", NEW."name", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."search_key", NEW."sort_key", NEW."uuid"); RETURN NULL;',
                    hash="87e039743a4838eb9866244b119265137b1df907",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_15623",
                    table="places_place",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="place",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "places_placeevent" ("address", "area_id", "code", "id", "is_active", "kind", "latitude", "longitude", "name", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "search_key", "sort_key", "uuid") VALUES (NEW."address", NEW."area_id", NEW."code", NEW."id", NEW."is_active", NEW."kind", NEW."latitude", NEW."longitude", NEW."name", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."search_key", NEW."sort_key", NEW."uuid"); RETURN NULL;',
                    hash="c64dbd0071eddf37d7cd3306e4f668c47398e7e7",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_cbec4",
                    table="places_place",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="PlaceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "code",
                    models.CharField(help_text="printed under the QR, with check character", max_length=20),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("home", "Nhà ở"),
                            ("workplace", "Nơi làm việc"),
                            ("factory", "Nhà máy, xưởng"),
                            ("school", "Trường học"),
                            ("market", "Chợ"),
                            ("supermarket", "Siêu thị"),
                            ("shop", "Cửa hàng"),
                            ("restaurant", "Quán ăn"),
                            ("pharmacy", "Nhà thuốc"),
                            ("health_facility", "Cơ sở y tế"),
                            ("worship", "Nơi thờ tự"),
                            ("vehicle", "Phương tiện"),
                            ("checkpoint", "Chốt kiểm soát"),
                            ("quarantine_room", "Phòng cách ly"),
                            ("outdoor", "Ngoài trời"),
                            ("other", "Nơi khác"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("sort_key", models.CharField(db_collation="C", editable=False, max_length=500)),
                ("search_key", models.CharField(editable=False, max_length=300)),
                ("address", models.CharField(blank=True, max_length=300)),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("is_active", models.BooleanField(default=True)),
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
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.organization",
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
                        to="places.place",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
