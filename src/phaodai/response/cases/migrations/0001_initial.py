import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("areas", "0001_initial"),
        ("people", "0002_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("code", models.CharField(help_text="own number, e.g. HBT-0412", max_length=20, unique=True)),
                (
                    "national_code",
                    models.CharField(
                        blank=True, help_text="BN number, once the ministry gives one", max_length=20
                    ),
                ),
                ("disease", models.CharField(default="covid19", max_length=30)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("suspected", "Nghi nhiễm"),
                            ("probable", "Ca có thể"),
                            ("confirmed", "F0 xác định"),
                            ("recovered", "Khỏi bệnh"),
                            ("died", "Tử vong"),
                            ("discarded", "Đã loại"),
                        ],
                        default="suspected",
                        max_length=10,
                    ),
                ),
                (
                    "definition_version",
                    models.CharField(help_text="policy version of the definition used", max_length=60),
                ),
                (
                    "setting",
                    models.CharField(
                        choices=[
                            ("community", "Cộng đồng"),
                            ("quarantine", "Khu cách ly"),
                            ("lockdown", "Khu phong tỏa"),
                            ("health_facility", "Sàng lọc tại cơ sở y tế"),
                            ("unknown", "Không rõ"),
                        ],
                        default="unknown",
                        max_length=20,
                    ),
                ),
                (
                    "source_status",
                    models.CharField(
                        choices=[
                            ("known", "Rõ nguồn lây"),
                            ("unknown", "Chưa rõ nguồn lây"),
                            ("investigating", "Đang điều tra"),
                        ],
                        default="investigating",
                        max_length=15,
                    ),
                ),
                ("is_imported", models.BooleanField(default=False)),
                (
                    "is_known_contact",
                    models.BooleanField(default=False, help_text="a verified F1 when the sample was taken"),
                ),
                ("has_symptoms", models.BooleanField(null=True)),
                ("symptoms", models.JSONField(blank=True, default=list)),
                ("symptom_onset", models.DateField(blank=True, null=True)),
                ("sampled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "first_exposure_on",
                    models.DateField(blank=True, help_text="when a known source was first met", null=True),
                ),
                ("reported_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("infectious_from", models.DateTimeField(blank=True, null=True)),
                (
                    "infectious_to",
                    models.DateTimeField(blank=True, help_text="empty while not isolated", null=True),
                ),
                ("infectious_basis", models.JSONField(default=dict)),
                ("isolated_at", models.DateTimeField(blank=True, null=True)),
                ("investigation_due_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answers",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="further answers of the form, by item (form_items.py)",
                    ),
                ),
                (
                    "completeness",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="percent of the investigation form"
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, help_text="recovered, died or discarded", null=True),
                ),
                ("close_reason", models.TextField(blank=True)),
                (
                    "contacts_listed_at",
                    models.DateTimeField(blank=True, help_text="first candidate list ready", null=True),
                ),
                ("reported_by_name", models.CharField(blank=True, max_length=200)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="areas.area"
                    ),
                ),
                (
                    "investigator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="cases",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["area", "-reported_at"], name="case_area_reported"),
                    models.Index(fields=["-reported_at"], name="case_reported"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["suspected", "probable", "confirmed"])),
                        fields=("person", "disease"),
                        name="one_live_case_per_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("infectious_to__isnull", True),
                            ("infectious_to__gt", models.F("infectious_from")),
                            _connector="OR",
                        ),
                        name="infectious_period_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", True),
                                ("status__in", ["suspected", "probable", "confirmed"]),
                            ),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("status__in", ["recovered", "died", "discarded"]),
                            ),
                            _connector="OR",
                        ),
                        name="closed_cases_dated",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_caseevent" ("answers", "area_id", "close_reason", "closed_at", "code", "completeness", "confirmed_at", "contacts_listed_at", "definition_version", "disease", "first_exposure_on", "has_symptoms", "id", "infectious_basis", "infectious_from", "infectious_to", "investigation_due_at", "investigator_id", "is_imported", "is_known_contact", "isolated_at", "national_code", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "reported_at", "reported_by_name", "sampled_at", "setting", "source_status", "status", "symptom_onset", "symptoms", "uuid") VALUES (NEW."answers", NEW."area_id", NEW."close_reason", NEW."closed_at", NEW."code", NEW."completeness", NEW."confirmed_at", NEW."contacts_listed_at", NEW."definition_version", NEW."disease", NEW."first_exposure_on", NEW."has_symptoms", NEW."id", NEW."infectious_basis", NEW."infectious_from", NEW."infectious_to", NEW."investigation_due_at", NEW."investigator_id", NEW."is_imported", NEW."is_known_contact", NEW."isolated_at", NEW."national_code", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."reported_at", NEW."reported_by_name", NEW."sampled_at", NEW."setting", NEW."source_status", NEW."status", NEW."symptom_onset", NEW."symptoms", NEW."uuid"); RETURN NULL;',
                    hash="a1835000a7bd4909b07302aa44b3ca1d3c32ca58",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0b483",
                    table="cases_case",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cases_caseevent" ("answers", "area_id", "close_reason", "closed_at", "code", "completeness", "confirmed_at", "contacts_listed_at", "definition_version", "disease", "first_exposure_on", "has_symptoms", "id", "infectious_basis", "infectious_from", "infectious_to", "investigation_due_at", "investigator_id", "is_imported", "is_known_contact", "isolated_at", "national_code", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "reported_at", "reported_by_name", "sampled_at", "setting", "source_status", "status", "symptom_onset", "symptoms", "uuid") VALUES (NEW."answers", NEW."area_id", NEW."close_reason", NEW."closed_at", NEW."code", NEW."completeness", NEW."confirmed_at", NEW."contacts_listed_at", NEW."definition_version", NEW."disease", NEW."first_exposure_on", NEW."has_symptoms", NEW."id", NEW."infectious_basis", NEW."infectious_from", NEW."infectious_to", NEW."investigation_due_at", NEW."investigator_id", NEW."is_imported", NEW."is_known_contact", NEW."isolated_at", NEW."national_code", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."reported_at", NEW."reported_by_name", NEW."sampled_at", NEW."setting", NEW."source_status", NEW."status", NEW."symptom_onset", NEW."symptoms", NEW."uuid"); RETURN NULL;',
                    hash="980cbbb34ea0080f33299a90ca18249dd51a173b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f5146",
                    table="cases_case",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="CaseCounter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("prefix", models.CharField(max_length=12, unique=True)),
                ("last_number", models.PositiveIntegerField(default=0)),
                (
                    "area",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("code", models.CharField(help_text="own number, e.g. HBT-0412", max_length=20)),
                (
                    "national_code",
                    models.CharField(
                        blank=True, help_text="BN number, once the ministry gives one", max_length=20
                    ),
                ),
                ("disease", models.CharField(default="covid19", max_length=30)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("suspected", "Nghi nhiễm"),
                            ("probable", "Ca có thể"),
                            ("confirmed", "F0 xác định"),
                            ("recovered", "Khỏi bệnh"),
                            ("died", "Tử vong"),
                            ("discarded", "Đã loại"),
                        ],
                        default="suspected",
                        max_length=10,
                    ),
                ),
                (
                    "definition_version",
                    models.CharField(help_text="policy version of the definition used", max_length=60),
                ),
                (
                    "setting",
                    models.CharField(
                        choices=[
                            ("community", "Cộng đồng"),
                            ("quarantine", "Khu cách ly"),
                            ("lockdown", "Khu phong tỏa"),
                            ("health_facility", "Sàng lọc tại cơ sở y tế"),
                            ("unknown", "Không rõ"),
                        ],
                        default="unknown",
                        max_length=20,
                    ),
                ),
                (
                    "source_status",
                    models.CharField(
                        choices=[
                            ("known", "Rõ nguồn lây"),
                            ("unknown", "Chưa rõ nguồn lây"),
                            ("investigating", "Đang điều tra"),
                        ],
                        default="investigating",
                        max_length=15,
                    ),
                ),
                ("is_imported", models.BooleanField(default=False)),
                (
                    "is_known_contact",
                    models.BooleanField(default=False, help_text="a verified F1 when the sample was taken"),
                ),
                ("has_symptoms", models.BooleanField(null=True)),
                ("symptoms", models.JSONField(blank=True, default=list)),
                ("symptom_onset", models.DateField(blank=True, null=True)),
                ("sampled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "first_exposure_on",
                    models.DateField(blank=True, help_text="when a known source was first met", null=True),
                ),
                ("reported_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("infectious_from", models.DateTimeField(blank=True, null=True)),
                (
                    "infectious_to",
                    models.DateTimeField(blank=True, help_text="empty while not isolated", null=True),
                ),
                ("infectious_basis", models.JSONField(default=dict)),
                ("isolated_at", models.DateTimeField(blank=True, null=True)),
                ("investigation_due_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answers",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="further answers of the form, by item (form_items.py)",
                    ),
                ),
                (
                    "completeness",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="percent of the investigation form"
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, help_text="recovered, died or discarded", null=True),
                ),
                ("close_reason", models.TextField(blank=True)),
                (
                    "contacts_listed_at",
                    models.DateTimeField(blank=True, help_text="first candidate list ready", null=True),
                ),
                ("reported_by_name", models.CharField(blank=True, max_length=200)),
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
                    "investigator",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CaseEvidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("result_id", models.UUIDField()),
                ("method", models.CharField(max_length=10)),
                ("value", models.CharField(max_length=15)),
                ("tube_code", models.CharField(blank=True, max_length=40)),
                ("laboratory", models.CharField(blank=True, max_length=200)),
                ("sampled_at", models.DateTimeField(null=True)),
                ("resulted_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawal_reason", models.TextField(blank=True)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="evidence", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["resulted_at", "pk"],
                "indexes": [models.Index(fields=["result_id"], name="case_evidence_result")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "result_id"), name="case_evidence_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseStatusChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_status", models.CharField(blank=True, max_length=10)),
                (
                    "to_status",
                    models.CharField(
                        choices=[
                            ("suspected", "Nghi nhiễm"),
                            ("probable", "Ca có thể"),
                            ("confirmed", "F0 xác định"),
                            ("recovered", "Khỏi bệnh"),
                            ("died", "Tử vong"),
                            ("discarded", "Đã loại"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "evidence",
                    models.JSONField(default=dict, help_text="frozen: method, tube, result id, times, lab"),
                ),
                ("definition_version", models.CharField(max_length=60)),
                ("document", models.CharField(max_length=300)),
                ("reason", models.TextField(blank=True)),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=200)),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="DeclaredContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("phone", models.CharField(blank=True, max_length=20)),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("household", "Cùng nhà"),
                            ("family", "Người thân"),
                            ("colleague", "Cùng cơ quan"),
                            ("classmate", "Cùng lớp"),
                            ("friend", "Bạn bè"),
                            ("carer", "Người chăm sóc"),
                            ("other", "Quan hệ khác"),
                        ],
                        default="other",
                        max_length=12,
                    ),
                ),
                ("first_contact_on", models.DateField(null=True)),
                ("last_contact_on", models.DateField(null=True)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("recorded_by_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("removed_at", models.DateTimeField(null=True)),
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="declared_contacts",
                        to="cases.case",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="InterviewStop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("day", models.DateField()),
                ("start_at", models.DateTimeField(null=True)),
                ("end_at", models.DateTimeField(null=True)),
                (
                    "place_text",
                    models.CharField(
                        blank=True, help_text="as told, when no place is known yet", max_length=200
                    ),
                ),
                ("activity", models.CharField(blank=True, max_length=200)),
                ("companions", models.TextField(blank=True)),
                ("is_masked", models.BooleanField(null=True)),
                ("recorded_by_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("removed_at", models.DateTimeField(help_text="taken back; can be restored", null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stops", to="cases.case"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="places.place"
                    ),
                ),
            ],
            options={
                "ordering": ["day", "start_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("place__isnull", False),
                            models.Q(("place_text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="interview_stop_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("end_at__isnull", True),
                            models.Q(("end_at__gte", models.F("start_at")), ("start_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="interview_stop_forward",
                    ),
                ],
            },
        ),
    ]
