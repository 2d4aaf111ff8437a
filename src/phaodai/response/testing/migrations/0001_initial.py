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
        ("organizations", "0001_initial"),
        ("people", "0002_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tube",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("code", models.CharField(help_text="with check character", max_length=20, unique=True)),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("antigen", "Test nhanh kháng nguyên"),
                            ("pcr", "RT-PCR mẫu đơn"),
                            ("pcr_pool", "RT-PCR mẫu gộp"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("labelled", "Đã dán nhãn"),
                            ("taken", "Đã lấy mẫu"),
                            ("sent", "Đã gửi"),
                            ("received", "Phòng xét nghiệm đã nhận"),
                            ("resulted", "Có kết quả"),
                            ("discarded", "Hủy mẫu"),
                        ],
                        default="labelled",
                        max_length=10,
                    ),
                ),
                ("taken_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("received_at", models.DateTimeField(null=True)),
                ("resulted_at", models.DateTimeField(null=True)),
                ("notified_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(help_text="same day, by policy", null=True)),
                ("taken_by_name", models.CharField(blank=True, max_length=200)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "area",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tubes",
                        to="areas.area",
                    ),
                ),
                (
                    "laboratory",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tubes",
                        to="organizations.organization",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["laboratory", "state", "due_at"], name="tube_lab_state"),
                    models.Index(fields=["area", "state", "due_at"], name="tube_area_state"),
                    models.Index(fields=["-taken_at"], name="tube_taken"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["labelled", "discarded"]),
                            models.Q(("due_at__isnull", False), ("taken_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="tube_taken_is_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("resulted_at__isnull", False), ("state", "resulted")),
                            models.Q(
                                models.Q(("state", "resulted"), _negated=True), ("resulted_at__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="tube_resulted_is_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("notified_at__isnull", True), ("resulted_at__isnull", False), _connector="OR"
                        ),
                        name="tube_notified_after_result",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tube",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "testing_tubeevent" ("area_id", "code", "due_at", "id", "laboratory_id", "method", "notified_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_at", "recorded_at", "resulted_at", "sent_at", "state", "taken_at", "taken_by_name", "uuid") VALUES (NEW."area_id", NEW."code", NEW."due_at", NEW."id", NEW."laboratory_id", NEW."method", NEW."notified_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."received_at", NEW."recorded_at", NEW."resulted_at", NEW."sent_at", NEW."state", NEW."taken_at", NEW."taken_by_name", NEW."uuid"); RETURN NULL;',
                    hash="e6ec00ec7e3e04ad20a9a27b5abc5e4f36a3873f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4781c",
                    table="testing_tube",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tube",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "testing_tubeevent" ("area_id", "code", "due_at", "id", "laboratory_id", "method", "notified_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_at", "recorded_at", "resulted_at", "sent_at", "state", "taken_at", "taken_by_name", "uuid") VALUES (NEW."area_id", NEW."code", NEW."due_at", NEW."id", NEW."laboratory_id", NEW."method", NEW."notified_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."received_at", NEW."recorded_at", NEW."resulted_at", NEW."sent_at", NEW."state", NEW."taken_at", NEW."taken_by_name", NEW."uuid"); RETURN NULL;',
                    hash="f921467e214cb01a90fabc6698cc5c7bd5f914b2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b1c57",
                    table="testing_tube",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="TestOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("antigen", "Test nhanh kháng nguyên"),
                            ("pcr", "RT-PCR mẫu đơn"),
                            ("pcr_pool", "RT-PCR mẫu gộp"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("case_suspected", "Nghi nhiễm"),
                            ("contact", "F1, F2"),
                            ("unpool", "Tách mẫu gộp dương tính"),
                            ("confirm_antigen", "Khẳng định test nhanh"),
                            ("screening", "Sàng lọc"),
                            ("quarantine", "Theo lịch cách ly"),
                            ("retest", "Lấy lại mẫu"),
                            ("on_request", "Theo yêu cầu"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Chờ lấy mẫu"),
                            ("sampled", "Đã lấy mẫu"),
                            ("done", "Xong"),
                            ("withdrawn", "Đã rút"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("due_at", models.DateTimeField(null=True)),
                ("ordered_at", models.DateTimeField()),
                ("ordered_by_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "area",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.area",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="test_orders",
                        to="cases.case",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="test_orders",
                        to="people.person",
                    ),
                ),
                (
                    "source_tube",
                    models.ForeignKey(
                        help_text="the tube that caused it",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="testing.tube",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["area", "state", "due_at"], name="testorder_area_state"),
                    models.Index(fields=["person", "state"], name="testorder_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("source_tube__isnull", False), models.Q(("state", "withdrawn"), _negated=True)
                        ),
                        fields=("person", "source_tube", "reason"),
                        name="follow_up_once",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="testorder",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "testing_testorderevent" ("area_id", "case_id", "due_at", "id", "method", "ordered_at", "ordered_by_name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "source_tube_id", "state", "uuid") VALUES (NEW."area_id", NEW."case_id", NEW."due_at", NEW."id", NEW."method", NEW."ordered_at", NEW."ordered_by_name", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."recorded_at", NEW."source_tube_id", NEW."state", NEW."uuid"); RETURN NULL;',
                    hash="dfbb7a53ead955a04a3d287e48123b08e0406a6b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_45f57",
                    table="testing_testorder",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="testorder",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "testing_testorderevent" ("area_id", "case_id", "due_at", "id", "method", "ordered_at", "ordered_by_name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "source_tube_id", "state", "uuid") VALUES (NEW."area_id", NEW."case_id", NEW."due_at", NEW."id", NEW."method", NEW."ordered_at", NEW."ordered_by_name", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."recorded_at", NEW."source_tube_id", NEW."state", NEW."uuid"); RETURN NULL;',
                    hash="bd84a93f5b7c8a444859b15c158dd1f145dc75c7",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c4970",
                    table="testing_testorder",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="TestResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "value",
                    models.CharField(
                        choices=[
                            ("positive", "Dương tính"),
                            ("negative", "Âm tính"),
                            ("indeterminate", "Chưa xác định"),
                            ("invalid", "Mẫu không đạt, lấy lại"),
                        ],
                        max_length=14,
                    ),
                ),
                ("ct", models.FloatField(null=True)),
                ("is_current", models.BooleanField(default=True)),
                ("correction_reason", models.TextField(blank=True)),
                ("resulted_at", models.DateTimeField()),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="testing.testresult",
                    ),
                ),
                (
                    "tube",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="results", to="testing.tube"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("tube",),
                        name="one_current_result_per_tube",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("supersedes__isnull", True),
                            models.Q(("correction_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="correction_has_reason",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="testresult",
            trigger=pgtrigger.compiler.Trigger(
                name="results_are_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="9993adbd2a4aedbef5a0fc1275fd48a8827a7477",
                    operation="DELETE",
                    pgid="pgtrigger_results_are_kept_f6214",
                    table="testing_testresult",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="testresult",
            trigger=pgtrigger.compiler.Trigger(
                name="results_are_appended",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."uuid" IS DISTINCT FROM (NEW."uuid") OR OLD."tube_id" IS DISTINCT FROM (NEW."tube_id") OR OLD."value" IS DISTINCT FROM (NEW."value") OR OLD."ct" IS DISTINCT FROM (NEW."ct") OR OLD."supersedes_id" IS DISTINCT FROM (NEW."supersedes_id") OR OLD."correction_reason" IS DISTINCT FROM (NEW."correction_reason") OR OLD."resulted_at" IS DISTINCT FROM (NEW."resulted_at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."by_name" IS DISTINCT FROM (NEW."by_name") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="340fd38768e8b923cd7871961a9a29492511f8ad",
                    operation="UPDATE",
                    pgid="pgtrigger_results_are_appended_0574c",
                    table="testing_testresult",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="TestOrderEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("antigen", "Test nhanh kháng nguyên"),
                            ("pcr", "RT-PCR mẫu đơn"),
                            ("pcr_pool", "RT-PCR mẫu gộp"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("case_suspected", "Nghi nhiễm"),
                            ("contact", "F1, F2"),
                            ("unpool", "Tách mẫu gộp dương tính"),
                            ("confirm_antigen", "Khẳng định test nhanh"),
                            ("screening", "Sàng lọc"),
                            ("quarantine", "Theo lịch cách ly"),
                            ("retest", "Lấy lại mẫu"),
                            ("on_request", "Theo yêu cầu"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Chờ lấy mẫu"),
                            ("sampled", "Đã lấy mẫu"),
                            ("done", "Xong"),
                            ("withdrawn", "Đã rút"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("due_at", models.DateTimeField(null=True)),
                ("ordered_at", models.DateTimeField()),
                ("ordered_by_name", models.CharField(max_length=200)),
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
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.case",
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
                        to="testing.testorder",
                    ),
                ),
                (
                    "source_tube",
                    models.ForeignKey(
                        db_constraint=False,
                        help_text="the tube that caused it",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="testing.tube",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TubeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("code", models.CharField(help_text="with check character", max_length=20)),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("antigen", "Test nhanh kháng nguyên"),
                            ("pcr", "RT-PCR mẫu đơn"),
                            ("pcr_pool", "RT-PCR mẫu gộp"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("labelled", "Đã dán nhãn"),
                            ("taken", "Đã lấy mẫu"),
                            ("sent", "Đã gửi"),
                            ("received", "Phòng xét nghiệm đã nhận"),
                            ("resulted", "Có kết quả"),
                            ("discarded", "Hủy mẫu"),
                        ],
                        default="labelled",
                        max_length=10,
                    ),
                ),
                ("taken_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("received_at", models.DateTimeField(null=True)),
                ("resulted_at", models.DateTimeField(null=True)),
                ("notified_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(help_text="same day, by policy", null=True)),
                ("taken_by_name", models.CharField(blank=True, max_length=200)),
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
                    "laboratory",
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
                        to="testing.tube",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TubeMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1)),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tube_members",
                        to="testing.testorder",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tube_members",
                        to="people.person",
                    ),
                ),
                (
                    "tube",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="testing.tube"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [models.UniqueConstraint(fields=("tube", "person"), name="tube_member_once")],
            },
        ),
    ]
