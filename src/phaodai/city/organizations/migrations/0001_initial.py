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
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Organization",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("code", models.CharField(max_length=30, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("short_name", models.CharField(blank=True, max_length=60)),
                ("sort_key", models.CharField(db_collation="C", editable=False, max_length=500)),
                ("search_key", models.CharField(editable=False, max_length=260)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("committee", "Ủy ban nhân dân"),
                            ("command", "Sở Chỉ huy, Trung tâm Chỉ huy"),
                            ("steering", "Ban Chỉ đạo, Tổ công tác"),
                            ("health", "Cơ quan y tế"),
                            ("health_station", "Trạm y tế"),
                            ("hospital", "Bệnh viện"),
                            ("laboratory", "Phòng xét nghiệm"),
                            ("quarantine_site", "Khu cách ly tập trung"),
                            ("police", "Công an"),
                            ("military", "Quân đội"),
                            ("checkpoint", "Chốt kiểm soát"),
                            ("school", "Trường học"),
                            ("business", "Doanh nghiệp, cơ sở kinh doanh"),
                            ("other", "Đơn vị khác"),
                        ],
                        max_length=20,
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300)),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "area",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organizations",
                        to="areas.area",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="organizations.organization",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_key"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("search_key", name="gin_trgm_ops"),
                        name="organization_search",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organization",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "organizations_organizationevent" ("address", "area_id", "code", "id", "is_active", "kind", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "search_key", "short_name", "sort_key", "uuid") VALUES (NEW."address", NEW."area_id", NEW."code", NEW."id", NEW."is_active", NEW."kind", NEW."name", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."search_key", NEW."short_name", NEW."sort_key", NEW."uuid"); RETURN NULL;',
                    hash="f33d4d9d41073ee65740d2ee446c3077ef855241",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5a753",
                    table="organizations_organization",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organization",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "organizations_organizationevent" ("address", "area_id", "code", "id", "is_active", "kind", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "search_key", "short_name", "sort_key", "uuid") VALUES (NEW."address", NEW."area_id", NEW."code", NEW."id", NEW."is_active", NEW."kind", NEW."name", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."search_key", NEW."short_name", NEW."sort_key", NEW."uuid"); RETURN NULL;',
                    hash="44eb4717a26864039d5c5b9aa8f7db6d86f20707",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_73a92",
                    table="organizations_organization",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="OrganizationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("code", models.CharField(max_length=30)),
                ("name", models.CharField(max_length=200)),
                ("short_name", models.CharField(blank=True, max_length=60)),
                ("sort_key", models.CharField(db_collation="C", editable=False, max_length=500)),
                ("search_key", models.CharField(editable=False, max_length=260)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("committee", "Ủy ban nhân dân"),
                            ("command", "Sở Chỉ huy, Trung tâm Chỉ huy"),
                            ("steering", "Ban Chỉ đạo, Tổ công tác"),
                            ("health", "Cơ quan y tế"),
                            ("health_station", "Trạm y tế"),
                            ("hospital", "Bệnh viện"),
                            ("laboratory", "Phòng xét nghiệm"),
                            ("quarantine_site", "Khu cách ly tập trung"),
                            ("police", "Công an"),
                            ("military", "Quân đội"),
                            ("checkpoint", "Chốt kiểm soát"),
                            ("school", "Trường học"),
                            ("business", "Doanh nghiệp, cơ sở kinh doanh"),
                            ("other", "Đơn vị khác"),
                        ],
                        max_length=20,
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300)),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "area",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="areas.area",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
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
                        to="organizations.organization",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.CharField(max_length=160)),
                ("is_head", models.BooleanField(default=False)),
                (
                    "area",
                    models.ForeignKey(
                        help_text="the area the post answers for, if one",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="areas.area",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="organizations.organization",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_head", True)),
                        fields=("organization",),
                        name="one_head_per_organization",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="post",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "organizations_postevent" ("area_id", "id", "is_head", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "uuid") VALUES (NEW."area_id", NEW."id", NEW."is_head", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."title", NEW."uuid"); RETURN NULL;',
                    hash="9c3a0a6739fe84f1d4921750a924feb25963afcb",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_bf9fe",
                    table="organizations_post",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="post",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "organizations_postevent" ("area_id", "id", "is_head", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "uuid") VALUES (NEW."area_id", NEW."id", NEW."is_head", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."title", NEW."uuid"); RETURN NULL;',
                    hash="d832a5467112f216c22093a48a318febb61de384",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_64069",
                    table="organizations_post",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="PostEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("title", models.CharField(max_length=160)),
                ("is_head", models.BooleanField(default=False)),
                (
                    "area",
                    models.ForeignKey(
                        db_constraint=False,
                        help_text="the area the post answers for, if one",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="areas.area",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_constraint=False,
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
                        to="organizations.post",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
