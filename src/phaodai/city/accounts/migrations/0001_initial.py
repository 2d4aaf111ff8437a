import uuid

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
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
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("username", models.CharField(max_length=60, unique=True)),
                ("full_name", models.CharField(max_length=120)),
                ("title", models.CharField(blank=True, help_text="as shown under the name", max_length=160)),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("is_active", models.BooleanField(default=True)),
                ("language", models.CharField(default="vi", max_length=5)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_userevent" ("created_at", "email", "full_name", "id", "is_active", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "title", "username", "uuid") VALUES (NEW."created_at", NEW."email", NEW."full_name", NEW."id", NEW."is_active", NEW."language", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."title", NEW."username", NEW."uuid"); RETURN NULL;',
                    hash="47e4e83dafd36f2ed01a7623a6870a1676548ada",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3867c",
                    table="accounts_user",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."full_name" IS DISTINCT FROM (NEW."full_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."username" IS DISTINCT FROM (NEW."username") OR OLD."uuid" IS DISTINCT FROM (NEW."uuid"))',
                    func='INSERT INTO "accounts_userevent" ("created_at", "email", "full_name", "id", "is_active", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "title", "username", "uuid") VALUES (NEW."created_at", NEW."email", NEW."full_name", NEW."id", NEW."is_active", NEW."language", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."title", NEW."username", NEW."uuid"); RETURN NULL;',
                    hash="c5b389192183706114d2e30d86834dd5e6c2a0be",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0e890",
                    table="accounts_user",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("last_used_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("commander", "Chỉ huy"),
                            ("authority", "Người ký quyết định (UBND)"),
                            ("cdc", "Cán bộ CDC thành phố"),
                            ("health_officer", "Bác sĩ phụ trách (TTYT)"),
                            ("investigator", "Tổ truy vết"),
                            ("ward_clerk", "Cán bộ phường"),
                            ("sampler", "Người lấy mẫu"),
                            ("lab", "Phòng xét nghiệm"),
                            ("site_manager", "Quản lý khu cách ly"),
                            ("checkpoint", "Chốt kiểm soát"),
                            ("place_keeper", "Người quản lý điểm quét QR"),
                            ("office", "Văn thư, tổng hợp (Văn phòng)"),
                            ("unit", "Cán bộ đầu mối của đơn vị"),
                            ("data_officer", "Cán bộ bảo vệ dữ liệu"),
                            ("admin", "Quản trị hệ thống"),
                        ],
                        max_length=30,
                    ),
                ),
                ("valid", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("granted_by_id", models.BigIntegerField(null=True)),
                ("granted_by_name", models.CharField(blank=True, max_length=200)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "area",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="areas.area"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="organizations.organization",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("area__isnull", True), ("organization__isnull", True), _connector="OR"
                        ),
                        name="grant_area_or_organization",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grant",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_grantevent" ("area_id", "granted_by_id", "granted_by_name", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "role", "user_id", "uuid", "valid") VALUES (NEW."area_id", NEW."granted_by_id", NEW."granted_by_name", NEW."id", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."role", NEW."user_id", NEW."uuid", NEW."valid"); RETURN NULL;',
                    hash="0d1e5ea56befcbd0ba434a91cfcc2644963ee31a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a8d42",
                    table="accounts_grant",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grant",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "accounts_grantevent" ("area_id", "granted_by_id", "granted_by_name", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "role", "user_id", "uuid", "valid") VALUES (NEW."area_id", NEW."granted_by_id", NEW."granted_by_name", NEW."id", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."role", NEW."user_id", NEW."uuid", NEW."valid"); RETURN NULL;',
                    hash="02385a0cf03b017adcb43f505cdcee0ef0c4fd04",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c6802",
                    table="accounts_grant",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="GrantEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("commander", "Chỉ huy"),
                            ("authority", "Người ký quyết định (UBND)"),
                            ("cdc", "Cán bộ CDC thành phố"),
                            ("health_officer", "Bác sĩ phụ trách (TTYT)"),
                            ("investigator", "Tổ truy vết"),
                            ("ward_clerk", "Cán bộ phường"),
                            ("sampler", "Người lấy mẫu"),
                            ("lab", "Phòng xét nghiệm"),
                            ("site_manager", "Quản lý khu cách ly"),
                            ("checkpoint", "Chốt kiểm soát"),
                            ("place_keeper", "Người quản lý điểm quét QR"),
                            ("office", "Văn thư, tổng hợp (Văn phòng)"),
                            ("unit", "Cán bộ đầu mối của đơn vị"),
                            ("data_officer", "Cán bộ bảo vệ dữ liệu"),
                            ("admin", "Quản trị hệ thống"),
                        ],
                        max_length=30,
                    ),
                ),
                ("valid", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("granted_by_id", models.BigIntegerField(null=True)),
                ("granted_by_name", models.CharField(blank=True, max_length=200)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
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
                        to="accounts.grant",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UserEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("username", models.CharField(max_length=60)),
                ("full_name", models.CharField(max_length=120)),
                ("title", models.CharField(blank=True, help_text="as shown under the name", max_length=160)),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("is_active", models.BooleanField(default=True)),
                ("language", models.CharField(default="vi", max_length=5)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
