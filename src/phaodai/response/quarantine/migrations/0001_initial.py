import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("areas", "0001_initial"),
        ("cases", "0001_initial"),
        ("organizations", "0001_initial"),
        ("people", "0002_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("places", "0001_initial"),
        ("tracing", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="OrderRegister",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("last_number", models.PositiveIntegerField(default=0)),
                (
                    "area",
                    models.ForeignKey(
                        help_text="of the authority",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.area",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("area", "year"), name="order_register_once", nulls_distinct=False
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="QuarantineSite",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("is_accepted", models.BooleanField(default=False, help_text="passed the acceptance check")),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"
                    ),
                ),
                (
                    "organization",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quarantine_site",
                        to="organizations.organization",
                    ),
                ),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quarantinesite",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "quarantine_quarantinesiteevent" ("area_id", "id", "is_accepted", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "uuid") VALUES (NEW."area_id", NEW."id", NEW."is_accepted", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."uuid"); RETURN NULL;',
                    hash="33d2d1f13f0cb403f14d6a662f066f41a5f4d2f0",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fb494",
                    table="quarantine_quarantinesite",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quarantinesite",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "quarantine_quarantinesiteevent" ("area_id", "id", "is_accepted", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "uuid") VALUES (NEW."area_id", NEW."id", NEW."is_accepted", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."uuid"); RETURN NULL;',
                    hash="12796e1bd5efad250f97498e969d59c99ac7a0e8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fd7f5",
                    table="quarantine_quarantinesite",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="QuarantineOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "number",
                    models.CharField(
                        blank=True, help_text="given at signing, e.g. 128/QĐ-CLYT", max_length=30
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("isolation", "Cách ly y tế F0"), ("quarantine", "Cách ly y tế F1")],
                        max_length=10,
                    ),
                ),
                (
                    "setting",
                    models.CharField(choices=[("home", "Tại nhà"), ("site", "Tập trung")], max_length=4),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Dự thảo"),
                            ("confirmed", "Y tế đã xác nhận, chờ ký"),
                            ("signed", "Đã ký, đang thi hành"),
                            ("ended", "Đã kết thúc"),
                            ("withdrawn", "Đã thu hồi"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300)),
                (
                    "vaccination",
                    models.CharField(
                        choices=[("any", "Không phân biệt, chưa rõ"), ("full", "Tiêm đủ hoặc đã khỏi bệnh")],
                        default="any",
                        max_length=4,
                    ),
                ),
                (
                    "starts_at",
                    models.DateTimeField(help_text="the last exposure, from which the days are counted"),
                ),
                (
                    "extends",
                    models.ForeignKey(
                        help_text="the order in force whose last day a later exposure moved",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="quarantine.quarantineorder",
                    ),
                ),
                (
                    "ends_on",
                    models.DateField(help_text="last day; empty for isolation until recovery", null=True),
                ),
                ("test_days", models.JSONField(default=list, help_text="local days on which a test is due")),
                ("basis", models.JSONField(default=dict)),
                ("drafted_by_name", models.CharField(max_length=200)),
                ("confirmed_by_id", models.BigIntegerField(null=True)),
                ("confirmed_by_name", models.CharField(blank=True, max_length=200)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("signed_by_id", models.BigIntegerField(null=True)),
                ("signed_by_name", models.CharField(blank=True, max_length=200)),
                ("signed_by_title", models.CharField(blank=True, max_length=200)),
                ("signed_at", models.DateTimeField(null=True)),
                ("printed_at", models.DateTimeField(null=True)),
                ("served_at", models.DateTimeField(help_text="when it was handed to the person", null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("close_reason", models.CharField(blank=True, max_length=300)),
                ("due_at", models.DateTimeField(null=True)),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "area",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quarantine_orders",
                        to="areas.area",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        help_text="case that caused it",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quarantine_orders",
                        to="cases.case",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quarantine_orders",
                        to="tracing.contact",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quarantine_orders",
                        to="people.person",
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="quarantine.orderregister",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="quarantine.quarantinesite",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["area", "state"], name="quarantine_area_state"),
                    models.Index(fields=["state", "due_at"], name="quarantine_state_due"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("extends__isnull", True), ("state__in", ["draft", "confirmed", "signed"])
                        ),
                        fields=("person", "kind"),
                        name="one_live_order_of_a_kind",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "confirmed", "signed"])),
                        fields=("extends",),
                        name="one_live_extension_of_an_order",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("register", "number"),
                        name="order_number_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["confirmed", "signed"]), _negated=True),
                            ("confirmed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="confirmed_by_a_health_officer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["signed", "ended"]), _negated=True),
                            models.Q(("signed_at__isnull", False), models.Q(("number", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="signed_by_the_authority",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signed_by_id__isnull", True),
                            models.Q(("signed_by_id", models.F("confirmed_by_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="confirmer_is_not_the_signer",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quarantineorder",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "quarantine_quarantineorderevent" ("address", "area_id", "basis", "case_id", "close_reason", "closed_at", "confirmed_at", "confirmed_by_id", "confirmed_by_name", "contact_id", "drafted_by_name", "due_at", "ends_on", "extends_id", "id", "kind", "number", "occurred_at", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "printed_at", "recorded_at", "register_id", "served_at", "setting", "signed_at", "signed_by_id", "signed_by_name", "signed_by_title", "site_id", "starts_at", "state", "test_days", "uuid", "vaccination") VALUES (NEW."address", NEW."area_id", NEW."basis", NEW."case_id", NEW."close_reason", NEW."closed_at", NEW."confirmed_at", NEW."confirmed_by_id", NEW."confirmed_by_name", NEW."contact_id", NEW."drafted_by_name", NEW."due_at", NEW."ends_on", NEW."extends_id", NEW."id", NEW."kind", NEW."number", NEW."occurred_at", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."printed_at", NEW."recorded_at", NEW."register_id", NEW."served_at", NEW."setting", NEW."signed_at", NEW."signed_by_id", NEW."signed_by_name", NEW."signed_by_title", NEW."site_id", NEW."starts_at", NEW."state", NEW."test_days", NEW."uuid", NEW."vaccination"); RETURN NULL;',
                    hash="13afe2c549adf0775b9191e37f3c3b90db369830",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_49fd2",
                    table="quarantine_quarantineorder",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quarantineorder",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "quarantine_quarantineorderevent" ("address", "area_id", "basis", "case_id", "close_reason", "closed_at", "confirmed_at", "confirmed_by_id", "confirmed_by_name", "contact_id", "drafted_by_name", "due_at", "ends_on", "extends_id", "id", "kind", "number", "occurred_at", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "printed_at", "recorded_at", "register_id", "served_at", "setting", "signed_at", "signed_by_id", "signed_by_name", "signed_by_title", "site_id", "starts_at", "state", "test_days", "uuid", "vaccination") VALUES (NEW."address", NEW."area_id", NEW."basis", NEW."case_id", NEW."close_reason", NEW."closed_at", NEW."confirmed_at", NEW."confirmed_by_id", NEW."confirmed_by_name", NEW."contact_id", NEW."drafted_by_name", NEW."due_at", NEW."ends_on", NEW."extends_id", NEW."id", NEW."kind", NEW."number", NEW."occurred_at", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."printed_at", NEW."recorded_at", NEW."register_id", NEW."served_at", NEW."setting", NEW."signed_at", NEW."signed_by_id", NEW."signed_by_name", NEW."signed_by_title", NEW."site_id", NEW."starts_at", NEW."state", NEW."test_days", NEW."uuid", NEW."vaccination"); RETURN NULL;',
                    hash="a389be445ff98084020ad01c87b8bf377f8ac320",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ed210",
                    table="quarantine_quarantineorder",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("text", models.TextField()),
                ("filed_by", models.CharField(help_text="who brought it, as told", max_length=200)),
                ("filed_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Chờ giải quyết"),
                            ("upheld", "Giữ nguyên quyết định"),
                            ("granted", "Chấp nhận, thu hồi quyết định"),
                            ("lapsed", "Thôi xét, quyết định không còn hiệu lực"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                ("decided_by_name", models.CharField(blank=True, max_length=200)),
                ("decided_at", models.DateTimeField(null=True)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appeals",
                        to="quarantine.quarantineorder",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("order",), name="one_open_appeal"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appeal",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "quarantine_appealevent" ("answer", "decided_at", "decided_by_name", "due_at", "filed_at", "filed_by", "id", "order_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "state", "text", "uuid") VALUES (NEW."answer", NEW."decided_at", NEW."decided_by_name", NEW."due_at", NEW."filed_at", NEW."filed_by", NEW."id", NEW."order_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."state", NEW."text", NEW."uuid"); RETURN NULL;',
                    hash="e23b6812e096a37001196810b17aadc7f9fd8536",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5df55",
                    table="quarantine_appeal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appeal",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "quarantine_appealevent" ("answer", "decided_at", "decided_by_name", "due_at", "filed_at", "filed_by", "id", "order_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "state", "text", "uuid") VALUES (NEW."answer", NEW."decided_at", NEW."decided_by_name", NEW."due_at", NEW."filed_at", NEW."filed_by", NEW."id", NEW."order_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."state", NEW."text", NEW."uuid"); RETURN NULL;',
                    hash="6959bb6c148e6d5fc04577e1cc4e4448981c59c3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5bf92",
                    table="quarantine_appeal",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="OrderEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_state", models.CharField(blank=True, max_length=10)),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("draft", "Dự thảo"),
                            ("confirmed", "Y tế đã xác nhận, chờ ký"),
                            ("signed", "Đã ký, đang thi hành"),
                            ("ended", "Đã kết thúc"),
                            ("withdrawn", "Đã thu hồi"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=200)),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="quarantine.quarantineorder",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AppealEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("text", models.TextField()),
                ("filed_by", models.CharField(help_text="who brought it, as told", max_length=200)),
                ("filed_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Chờ giải quyết"),
                            ("upheld", "Giữ nguyên quyết định"),
                            ("granted", "Chấp nhận, thu hồi quyết định"),
                            ("lapsed", "Thôi xét, quyết định không còn hiệu lực"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                ("decided_by_name", models.CharField(blank=True, max_length=200)),
                ("decided_at", models.DateTimeField(null=True)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                        to="quarantine.appeal",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="quarantine.quarantineorder",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="QuarantineOrderEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "number",
                    models.CharField(
                        blank=True, help_text="given at signing, e.g. 128/QĐ-CLYT", max_length=30
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("isolation", "Cách ly y tế F0"), ("quarantine", "Cách ly y tế F1")],
                        max_length=10,
                    ),
                ),
                (
                    "setting",
                    models.CharField(choices=[("home", "Tại nhà"), ("site", "Tập trung")], max_length=4),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Dự thảo"),
                            ("confirmed", "Y tế đã xác nhận, chờ ký"),
                            ("signed", "Đã ký, đang thi hành"),
                            ("ended", "Đã kết thúc"),
                            ("withdrawn", "Đã thu hồi"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300)),
                (
                    "vaccination",
                    models.CharField(
                        choices=[("any", "Không phân biệt, chưa rõ"), ("full", "Tiêm đủ hoặc đã khỏi bệnh")],
                        default="any",
                        max_length=4,
                    ),
                ),
                (
                    "starts_at",
                    models.DateTimeField(help_text="the last exposure, from which the days are counted"),
                ),
                (
                    "extends",
                    models.ForeignKey(
                        db_constraint=False,
                        help_text="the order in force whose last day a later exposure moved",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="quarantine.quarantineorder",
                    ),
                ),
                (
                    "ends_on",
                    models.DateField(help_text="last day; empty for isolation until recovery", null=True),
                ),
                ("test_days", models.JSONField(default=list, help_text="local days on which a test is due")),
                ("basis", models.JSONField(default=dict)),
                ("drafted_by_name", models.CharField(max_length=200)),
                ("confirmed_by_id", models.BigIntegerField(null=True)),
                ("confirmed_by_name", models.CharField(blank=True, max_length=200)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("signed_by_id", models.BigIntegerField(null=True)),
                ("signed_by_name", models.CharField(blank=True, max_length=200)),
                ("signed_by_title", models.CharField(blank=True, max_length=200)),
                ("signed_at", models.DateTimeField(null=True)),
                ("printed_at", models.DateTimeField(null=True)),
                ("served_at", models.DateTimeField(help_text="when it was handed to the person", null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("close_reason", models.CharField(blank=True, max_length=300)),
                ("due_at", models.DateTimeField(null=True)),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        help_text="case that caused it",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="tracing.contact",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
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
                        to="quarantine.quarantineorder",
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="quarantine.orderregister",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="quarantine.quarantinesite",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="QuarantineSiteEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("is_accepted", models.BooleanField(default=False, help_text="passed the acceptance check")),
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
                        to="quarantine.quarantinesite",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SiteCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("answers", models.JSONField(help_text="item of the list in force: whether it was met")),
                ("is_passed", models.BooleanField()),
                ("document", models.CharField(help_text="number and date of the record", max_length=300)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("rule_version", models.CharField(help_text="policy version of the list", max_length=60)),
                ("by_id", models.BigIntegerField()),
                ("by_name", models.CharField(max_length=200)),
                ("occurred_at", models.DateTimeField()),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checks",
                        to="quarantine.quarantinesite",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Room",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=60)),
                ("beds", models.PositiveSmallIntegerField()),
                (
                    "place",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="room", to="places.place"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rooms",
                        to="quarantine.quarantinesite",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [models.UniqueConstraint(fields=("site", "name"), name="room_name_once")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="room",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "quarantine_roomevent" ("beds", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "site_id", "uuid") VALUES (NEW."beds", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."site_id", NEW."uuid"); RETURN NULL;',
                    hash="a9b45aeb17d02d04186a1265b36ba255fc7975a6",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ddc98",
                    table="quarantine_room",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="room",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "quarantine_roomevent" ("beds", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "site_id", "uuid") VALUES (NEW."beds", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."site_id", NEW."uuid"); RETURN NULL;',
                    hash="31c61a6e56796f9db846cf56289183ac804fbf0b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_db2e5",
                    table="quarantine_room",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="RoomEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("name", models.CharField(max_length=60)),
                ("beds", models.PositiveSmallIntegerField()),
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
                        to="quarantine.room",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="places.place",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="quarantine.quarantinesite",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Stay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("bed", models.PositiveSmallIntegerField()),
                ("during", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                (
                    "visited_until",
                    models.DateTimeField(help_text="how far the ledger of visits knows of it", null=True),
                ),
                ("recorded_by_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stays",
                        to="quarantine.quarantineorder",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stays", to="people.person"
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stays",
                        to="quarantine.room",
                    ),
                ),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("room", "="), ("bed", "="), ("during", "&&")], name="bed_taken_once"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("person", "="), ("during", "&&")], name="person_in_one_bed"
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stay",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "quarantine_stayevent" ("bed", "during", "id", "order_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_name", "room_id", "uuid", "visited_until") VALUES (NEW."bed", NEW."during", NEW."id", NEW."order_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_name", NEW."room_id", NEW."uuid", NEW."visited_until"); RETURN NULL;',
                    hash="8541132765dd43489eb4607bdc651d4e8a312086",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_db8e4",
                    table="quarantine_stay",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stay",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "quarantine_stayevent" ("bed", "during", "id", "order_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_name", "room_id", "uuid", "visited_until") VALUES (NEW."bed", NEW."during", NEW."id", NEW."order_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_name", NEW."room_id", NEW."uuid", NEW."visited_until"); RETURN NULL;',
                    hash="566756e27593bc30b827f71bbe5f2275067e4e5b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c895f",
                    table="quarantine_stay",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="StayEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("bed", models.PositiveSmallIntegerField()),
                ("during", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                (
                    "visited_until",
                    models.DateTimeField(help_text="how far the ledger of visits knows of it", null=True),
                ),
                ("recorded_by_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "order",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="quarantine.quarantineorder",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
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
                        to="quarantine.stay",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="quarantine.room",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
