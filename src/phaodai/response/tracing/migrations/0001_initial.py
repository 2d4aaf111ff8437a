import uuid

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
        ("people", "0002_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("disease", models.CharField(default="covid19", max_length=30)),
                ("tier", models.PositiveSmallIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("candidate", "Chờ xác minh"),
                            ("verified", "Đã xác minh"),
                            ("rejected", "Loại trừ"),
                            ("withdrawn", "Đã rút (ca bị loại)"),
                        ],
                        default="candidate",
                        max_length=10,
                    ),
                ),
                ("first_exposed_at", models.DateTimeField()),
                ("last_exposed_at", models.DateTimeField()),
                ("score", models.FloatField()),
                (
                    "call_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reached", "Đã gọi"),
                            ("no_answer", "Không liên lạc được"),
                            ("wrong_number", "Sai số"),
                        ],
                        max_length=12,
                    ),
                ),
                ("calls", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField(null=True)),
                ("concluded_at", models.DateTimeField(null=True)),
                ("concluded_by_name", models.CharField(blank=True, max_length=200)),
                ("isolated_at", models.DateTimeField(help_text="bounds the second tier", null=True)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "area",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="areas.area",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["area", "state"], name="contact_area_state")],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "disease"), name="contact_once"),
                    models.CheckConstraint(condition=models.Q(("tier__in", [1, 2])), name="contact_tier"),
                    models.CheckConstraint(
                        condition=models.Q(("last_exposed_at__gte", models.F("first_exposed_at"))),
                        name="contact_exposure_forward",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contact",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracing_contactevent" ("area_id", "call_state", "calls", "concluded_at", "concluded_by_name", "disease", "due_at", "first_exposed_at", "id", "isolated_at", "last_exposed_at", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "score", "state", "tier", "uuid") VALUES (NEW."area_id", NEW."call_state", NEW."calls", NEW."concluded_at", NEW."concluded_by_name", NEW."disease", NEW."due_at", NEW."first_exposed_at", NEW."id", NEW."isolated_at", NEW."last_exposed_at", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."score", NEW."state", NEW."tier", NEW."uuid"); RETURN NULL;',
                    hash="170b0b413da3755f5dafc724625ee9c57ffe6562",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_74c95",
                    table="tracing_contact",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contact",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tracing_contactevent" ("area_id", "call_state", "calls", "concluded_at", "concluded_by_name", "disease", "due_at", "first_exposed_at", "id", "isolated_at", "last_exposed_at", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "score", "state", "tier", "uuid") VALUES (NEW."area_id", NEW."call_state", NEW."calls", NEW."concluded_at", NEW."concluded_by_name", NEW."disease", NEW."due_at", NEW."first_exposed_at", NEW."id", NEW."isolated_at", NEW."last_exposed_at", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."score", NEW."state", NEW."tier", NEW."uuid"); RETURN NULL;',
                    hash="7f857459e11e0fb98a83da33589a3df1a1b419c8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_27307",
                    table="tracing_contact",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="CallAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("reached", "Đã gọi"),
                            ("no_answer", "Không liên lạc được"),
                            ("wrong_number", "Sai số"),
                        ],
                        max_length=12,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=200)),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="call_attempts",
                        to="tracing.contact",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContactDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("from_state", models.CharField(max_length=10)),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("candidate", "Chờ xác minh"),
                            ("verified", "Đã xác minh"),
                            ("rejected", "Loại trừ"),
                            ("withdrawn", "Đã rút (ca bị loại)"),
                        ],
                        max_length=10,
                    ),
                ),
                ("definition_version", models.CharField(max_length=60)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=200)),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="tracing.contact",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContactEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("disease", models.CharField(default="covid19", max_length=30)),
                ("tier", models.PositiveSmallIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("candidate", "Chờ xác minh"),
                            ("verified", "Đã xác minh"),
                            ("rejected", "Loại trừ"),
                            ("withdrawn", "Đã rút (ca bị loại)"),
                        ],
                        default="candidate",
                        max_length=10,
                    ),
                ),
                ("first_exposed_at", models.DateTimeField()),
                ("last_exposed_at", models.DateTimeField()),
                ("score", models.FloatField()),
                (
                    "call_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reached", "Đã gọi"),
                            ("no_answer", "Không liên lạc được"),
                            ("wrong_number", "Sai số"),
                        ],
                        max_length=12,
                    ),
                ),
                ("calls", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField(null=True)),
                ("concluded_at", models.DateTimeField(null=True)),
                ("concluded_by_name", models.CharField(blank=True, max_length=200)),
                ("isolated_at", models.DateTimeField(help_text="bounds the second tier", null=True)),
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
                        to="tracing.contact",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "to_external",
                    models.CharField(
                        blank=True, help_text="another province, when not in the system", max_length=200
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "Đã chuyển, chờ tiếp nhận"),
                            ("acknowledged", "Đã tiếp nhận"),
                            ("refused", "Không tiếp nhận"),
                            ("cancelled", "Đã hủy"),
                        ],
                        default="sent",
                        max_length=12,
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                ("sent_by_name", models.CharField(max_length=200)),
                ("due_at", models.DateTimeField()),
                ("escalated_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by_name", models.CharField(blank=True, max_length=200)),
                ("answer_note", models.CharField(blank=True, max_length=300)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="handovers",
                        to="tracing.contact",
                    ),
                ),
                (
                    "from_area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers_out",
                        to="areas.area",
                    ),
                ),
                (
                    "to_area",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers_in",
                        to="areas.area",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "sent")),
                        fields=("contact",),
                        name="one_handover_under_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_area__isnull", False),
                            models.Q(("to_external", ""), _negated=True),
                            _connector="XOR",
                        ),
                        name="handover_one_destination",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("state", "sent")),
                            models.Q(
                                models.Q(("state", "sent"), _negated=True), ("answered_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="handover_answer_dated",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handover",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracing_handoverevent" ("answer_note", "answered_at", "answered_by_name", "contact_id", "due_at", "escalated_at", "from_area_id", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "sent_at", "sent_by_name", "state", "to_area_id", "to_external", "uuid") VALUES (NEW."answer_note", NEW."answered_at", NEW."answered_by_name", NEW."contact_id", NEW."due_at", NEW."escalated_at", NEW."from_area_id", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."sent_at", NEW."sent_by_name", NEW."state", NEW."to_area_id", NEW."to_external", NEW."uuid"); RETURN NULL;',
                    hash="944e937a3c7c0b9dad3466302761b23f90a313fc",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_08d30",
                    table="tracing_handover",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handover",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tracing_handoverevent" ("answer_note", "answered_at", "answered_by_name", "contact_id", "due_at", "escalated_at", "from_area_id", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "sent_at", "sent_by_name", "state", "to_area_id", "to_external", "uuid") VALUES (NEW."answer_note", NEW."answered_at", NEW."answered_by_name", NEW."contact_id", NEW."due_at", NEW."escalated_at", NEW."from_area_id", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."sent_at", NEW."sent_by_name", NEW."state", NEW."to_area_id", NEW."to_external", NEW."uuid"); RETURN NULL;',
                    hash="20e4823cc6b302f55c599db51d07e0caf1407fb5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9df8f",
                    table="tracing_handover",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="HandoverEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "to_external",
                    models.CharField(
                        blank=True, help_text="another province, when not in the system", max_length=200
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "Đã chuyển, chờ tiếp nhận"),
                            ("acknowledged", "Đã tiếp nhận"),
                            ("refused", "Không tiếp nhận"),
                            ("cancelled", "Đã hủy"),
                        ],
                        default="sent",
                        max_length=12,
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                ("sent_by_name", models.CharField(max_length=200)),
                ("due_at", models.DateTimeField()),
                ("escalated_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by_name", models.CharField(blank=True, max_length=200)),
                ("answer_note", models.CharField(blank=True, max_length=300)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "contact",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="tracing.contact",
                    ),
                ),
                (
                    "from_area",
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
                        to="tracing.handover",
                    ),
                ),
                (
                    "to_area",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="areas.area",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SentList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveSmallIntegerField()),
                ("sent_at", models.DateTimeField()),
                ("sent_by_name", models.CharField(max_length=200)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sent_lists",
                        to="cases.case",
                    ),
                ),
                ("contacts", models.ManyToManyField(related_name="sent_lists", to="tracing.contact")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "number"), name="sent_list_number")],
            },
        ),
        migrations.CreateModel(
            name="Trace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("infectious_from", models.DateTimeField()),
                ("infectious_to", models.DateTimeField()),
                ("engine", models.CharField(max_length=20)),
                ("policy_versions", models.JSONField(default=dict)),
                ("candidates", models.PositiveIntegerField()),
                (
                    "case_visits",
                    models.PositiveIntegerField(help_text="zero means no scan data, never no contacts"),
                ),
                ("started_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="traces", to="cases.case"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Exposure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("copresence", "Cùng mốc dịch tễ"),
                            ("household", "Cùng hộ"),
                            ("workplace", "Cùng nơi làm việc, học tập"),
                            ("declared", "Ca bệnh khai"),
                            ("via_contact", "Qua F1"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "path",
                    models.JSONField(
                        help_text="[{place, kind, start, end, direct_s, linger_s}…]: the evidence itself"
                    ),
                ),
                ("visits", models.PositiveIntegerField(default=0)),
                ("direct_s", models.PositiveIntegerField(default=0)),
                ("linger_s", models.PositiveIntegerField(default=0)),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("score", models.FloatField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="exposures", to="cases.case"
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exposures",
                        to="tracing.contact",
                    ),
                ),
                (
                    "via",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exposed",
                        to="tracing.contact",
                    ),
                ),
                (
                    "trace",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="tracing.trace"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case", "-score"], name="exposure_case_score")],
                "constraints": [
                    models.UniqueConstraint(fields=("contact", "case", "kind"), name="exposure_once")
                ],
            },
        ),
    ]
