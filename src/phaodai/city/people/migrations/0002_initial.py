import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
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
        ("organizations", "0001_initial"),
        ("people", "0001_subject_numbers"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Household",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("code", models.CharField(max_length=20, unique=True)),
                ("address", models.CharField(max_length=300)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="households",
                        to="areas.area",
                    ),
                ),
                (
                    "place",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="household",
                        to="places.place",
                    ),
                ),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="household",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_householdevent" ("address", "area_id", "code", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "uuid") VALUES (NEW."address", NEW."area_id", NEW."code", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."uuid"); RETURN NULL;',
                    hash="9511a5fcb716ec5ed0fb50306291b7c814f72ecf",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_bfe65",
                    table="people_household",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="household",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "people_householdevent" ("address", "area_id", "code", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "uuid") VALUES (NEW."address", NEW."area_id", NEW."code", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."uuid"); RETURN NULL;',
                    hash="fb49f80236e0ccf0db117708f43d0cc4d1271eaf",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dc1e1",
                    table="people_household",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="HouseholdEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("code", models.CharField(max_length=20)),
                ("address", models.CharField(max_length=300)),
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
                        to="people.household",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="places.place",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "subject_no",
                    models.IntegerField(
                        db_default=models.Func(models.Value("people_subject_no"), function="nextval"),
                        editable=False,
                        unique=True,
                    ),
                ),
                ("full_name", models.CharField(max_length=120)),
                ("sort_key", models.CharField(db_collation="C", editable=False, max_length=400)),
                ("search_key", models.CharField(db_collation="C", editable=False, max_length=160)),
                ("birth_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("birth_on", models.DateField(blank=True, null=True)),
                (
                    "sex",
                    models.CharField(
                        choices=[("unknown", "Không rõ"), ("male", "Nam"), ("female", "Nữ")],
                        default="unknown",
                        max_length=8,
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True, help_text="+84…; further ones in PersonPhone", max_length=20
                    ),
                ),
                ("occupation", models.CharField(blank=True, max_length=120)),
                ("nationality", models.CharField(default="VN", max_length=2)),
                ("address", models.CharField(blank=True, help_text="current residence", max_length=300)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="residents",
                        to="areas.area",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="people.household",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="person",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("search_key", name="gin_trgm_ops"),
                        name="person_search",
                    ),
                    models.Index(
                        fields=["area", "sort_key", "id"],
                        include=("search_key", "birth_year", "sex"),
                        name="person_area_sort",
                    ),
                    models.Index(fields=["sort_key", "id"], name="person_sort"),
                    models.Index(fields=["birth_year", "sort_key", "id"], name="person_year"),
                    models.Index(
                        condition=models.Q(("sex", "unknown")), fields=["sort_key"], name="person_sex_unknown"
                    ),
                    models.Index(
                        fields=["search_key", "id"], include=("area", "birth_year"), name="person_name"
                    ),
                    models.Index(
                        models.Func(
                            models.F("search_key"),
                            models.Value(" "),
                            models.Value(-1),
                            function="split_part",
                            output_field=models.CharField(),
                        ),
                        models.F("search_key"),
                        models.F("id"),
                        include=("area", "birth_year"),
                        name="person_given",
                    ),
                    models.Index(fields=["phone"], name="person_phone"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("subject_no__gte", 0), ("subject_no__lt", 1073741824)),
                        name="subject_no_fits_the_engine",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_personevent" ("address", "area_id", "birth_on", "birth_year", "full_name", "household_id", "id", "nationality", "occupation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "recorded_at", "search_key", "sex", "sort_key", "subject_no", "user_id", "uuid") VALUES (NEW."address", NEW."area_id", NEW."birth_on", NEW."birth_year", NEW."full_name", NEW."household_id", NEW."id", NEW."nationality", NEW."occupation", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."recorded_at", NEW."search_key", NEW."sex", NEW."sort_key", NEW."subject_no", NEW."user_id", NEW."uuid"); RETURN NULL;',
                    hash="17e9adb7b9b1933fd2c07aa1d5272da31c37aa2c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_65688",
                    table="people_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "people_personevent" ("address", "area_id", "birth_on", "birth_year", "full_name", "household_id", "id", "nationality", "occupation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "recorded_at", "search_key", "sex", "sort_key", "subject_no", "user_id", "uuid") VALUES (NEW."address", NEW."area_id", NEW."birth_on", NEW."birth_year", NEW."full_name", NEW."household_id", NEW."id", NEW."nationality", NEW."occupation", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."recorded_at", NEW."search_key", NEW."sex", NEW."sort_key", NEW."subject_no", NEW."user_id", NEW."uuid"); RETURN NULL;',
                    hash="625b20e3d310c444a2e0ae637a1eaf0993c91ed8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_de829",
                    table="people_person",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Identifier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("citizen", "Số định danh (CCCD)"),
                            ("old_card", "CMND 9 số"),
                            ("insurance", "Bảo hiểm y tế"),
                            ("passport", "Hộ chiếu"),
                            ("national_qr", "Mã QR quốc gia (QID)"),
                        ],
                        max_length=12,
                    ),
                ),
                ("value", models.CharField(max_length=40)),
                (
                    "warnings",
                    models.JSONField(default=list, help_text="what did not fit when it was entered"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identifiers",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["value"], name="identifier_value")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind__in", ["citizen", "national_qr"])),
                        fields=("kind", "value"),
                        name="identifier_unique_kinds",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="identifier",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_identifierevent" ("id", "kind", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "value", "warnings") VALUES (NEW."id", NEW."kind", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."value", NEW."warnings"); RETURN NULL;',
                    hash="fcbdb02ce3e33e433c9ddcdb05a3c68895450d73",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a1cac",
                    table="people_identifier",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="identifier",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "people_identifierevent" ("id", "kind", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "value", "warnings") VALUES (NEW."id", NEW."kind", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."value", NEW."warnings"); RETURN NULL;',
                    hash="904f49df914eaae4dd8376b5eb543c52ab41c935",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e3682",
                    table="people_identifier",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Affiliation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(choices=[("work", "Làm việc"), ("study", "Học")], max_length=8)),
                ("group", models.CharField(blank=True, help_text="team, shift or class", max_length=80)),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="affiliations",
                        to="places.place",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="affiliations",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["place", "person"], name="affiliation_place")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="affiliation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_affiliationevent" ("group", "id", "kind", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "valid") VALUES (NEW."group", NEW."id", NEW."kind", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."valid"); RETURN NULL;',
                    hash="8919b4a40b3b0a72daadb029439a1589def2cf03",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c56b9",
                    table="people_affiliation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="affiliation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "people_affiliationevent" ("group", "id", "kind", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "valid") VALUES (NEW."group", NEW."id", NEW."kind", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."valid"); RETURN NULL;',
                    hash="fa45f86074ea2b31591468650e145250d8531092",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_61e51",
                    table="people_affiliation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="IdentifierEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("citizen", "Số định danh (CCCD)"),
                            ("old_card", "CMND 9 số"),
                            ("insurance", "Bảo hiểm y tế"),
                            ("passport", "Hộ chiếu"),
                            ("national_qr", "Mã QR quốc gia (QID)"),
                        ],
                        max_length=12,
                    ),
                ),
                ("value", models.CharField(max_length=40)),
                (
                    "warnings",
                    models.JSONField(default=list, help_text="what did not fit when it was entered"),
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
                        to="people.identifier",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Custody",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(help_text='why: "handover", "stay"', max_length=60)),
                ("reference", models.UUIDField(help_text="the hand-over or stay it comes from")),
                ("valid", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "area",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="areas.area"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="organizations.organization",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="custodies",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["area", "person"], name="custody_area"),
                    models.Index(fields=["organization", "person"], name="custody_organization"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "reference"), name="custody_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("area__isnull", False), ("organization__isnull", False), _connector="XOR"
                        ),
                        name="custody_one_keeper",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AffiliationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("kind", models.CharField(choices=[("work", "Làm việc"), ("study", "Học")], max_length=8)),
                ("group", models.CharField(blank=True, help_text="team, shift or class", max_length=80)),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField()),
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
                        to="people.affiliation",
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
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PersonEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "subject_no",
                    models.IntegerField(
                        db_default=models.Func(models.Value("people_subject_no"), function="nextval"),
                        editable=False,
                    ),
                ),
                ("full_name", models.CharField(max_length=120)),
                ("sort_key", models.CharField(db_collation="C", editable=False, max_length=400)),
                ("search_key", models.CharField(db_collation="C", editable=False, max_length=160)),
                ("birth_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("birth_on", models.DateField(blank=True, null=True)),
                (
                    "sex",
                    models.CharField(
                        choices=[("unknown", "Không rõ"), ("male", "Nam"), ("female", "Nữ")],
                        default="unknown",
                        max_length=8,
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True, help_text="+84…; further ones in PersonPhone", max_length=20
                    ),
                ),
                ("occupation", models.CharField(blank=True, max_length=120)),
                ("nationality", models.CharField(default="VN", max_length=2)),
                ("address", models.CharField(blank=True, help_text="current residence", max_length=300)),
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
                    "household",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.household",
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
                        to="people.person",
                    ),
                ),
                (
                    "user",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PersonPhone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20)),
                ("note", models.CharField(blank=True, max_length=100)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="phones", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["number"], name="personphone_number")],
            },
        ),
        migrations.CreateModel(
            name="PostHolding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to="people.person",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="holdings",
                        to="organizations.post",
                    ),
                ),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("post", "="), ("valid", "&&")], name="one_holder_at_a_time"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="postholding",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_postholdingevent" ("id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "valid") VALUES (NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."post_id", NEW."valid"); RETURN NULL;',
                    hash="6fdb2205354b2e5ccf64809edf028b71232d12b4",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_07ccd",
                    table="people_postholding",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="postholding",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "people_postholdingevent" ("id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "valid") VALUES (NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."post_id", NEW."valid"); RETURN NULL;',
                    hash="756e5e4d87bb99aaffbdc62b4fa92c5033787266",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_07fcc",
                    table="people_postholding",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="PostHoldingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField()),
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
                        to="people.postholding",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.post",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Residence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("permanent", "Thường trú"),
                            ("temporary", "Tạm trú"),
                            ("current", "Nơi ở hiện tại"),
                        ],
                        max_length=10,
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300)),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "area",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="areas.area"
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="people.household"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="residences",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("person", "="), ("kind", "="), ("valid", "&&")],
                        name="one_residence_of_a_kind",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="residence",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_residenceevent" ("address", "area_id", "household_id", "id", "kind", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid") VALUES (NEW."address", NEW."area_id", NEW."household_id", NEW."id", NEW."kind", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."valid"); RETURN NULL;',
                    hash="8b3af83435fb5a0caba82770acdeeb1ef7f0e5cd",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7f101",
                    table="people_residence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="residence",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "people_residenceevent" ("address", "area_id", "household_id", "id", "kind", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid") VALUES (NEW."address", NEW."area_id", NEW."household_id", NEW."id", NEW."kind", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."valid"); RETURN NULL;',
                    hash="6e4d83bf70503d9a183351f5fb315074088ec8cf",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3834a",
                    table="people_residence",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ResidenceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("permanent", "Thường trú"),
                            ("temporary", "Tạm trú"),
                            ("current", "Nơi ở hiện tại"),
                        ],
                        max_length=10,
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300)),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField()),
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
                    "household",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.household",
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
                        to="people.residence",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PersonAlias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Đề nghị gộp, chờ người thứ hai"),
                            ("active", "Đã gộp"),
                            ("refused", "Không gộp"),
                            ("undone", "Đã tách lại"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("proposed_by_id", models.BigIntegerField(null=True)),
                ("proposed_by_name", models.CharField(max_length=200)),
                ("proposed_at", models.DateTimeField()),
                ("decided_by_id", models.BigIntegerField(null=True)),
                ("decided_by_name", models.CharField(blank=True, max_length=200)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision_reason", models.CharField(blank=True, max_length=300)),
                (
                    "means",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="aliases",
                        to="people.person",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="merges", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PersonAliasEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Đề nghị gộp, chờ người thứ hai"),
                            ("active", "Đã gộp"),
                            ("refused", "Không gộp"),
                            ("undone", "Đã tách lại"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("proposed_by_id", models.BigIntegerField(null=True)),
                ("proposed_by_name", models.CharField(max_length=200)),
                ("proposed_at", models.DateTimeField()),
                ("decided_by_id", models.BigIntegerField(null=True)),
                ("decided_by_name", models.CharField(blank=True, max_length=200)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision_reason", models.CharField(blank=True, max_length=300)),
                (
                    "means",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
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
                        to="people.personalias",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="personalias",
            index=models.Index(condition=models.Q(("state", "active")), fields=["means"], name="alias_means"),
        ),
        migrations.AddConstraint(
            model_name="personalias",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["proposed", "active"])),
                fields=("person",),
                name="merged_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="personalias",
            constraint=models.CheckConstraint(
                condition=models.Q(("person", models.F("means")), _negated=True), name="merge_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="personalias",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by_id__isnull", True),
                    models.Q(("state", "active"), _negated=True),
                    models.Q(("decided_by_id", models.F("proposed_by_id")), _negated=True),
                    _connector="OR",
                ),
                name="merge_second_look",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personalias",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_personaliasevent" ("decided_at", "decided_by_id", "decided_by_name", "decision_reason", "id", "means_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "proposed_by_name", "reason", "state", "uuid") VALUES (NEW."decided_at", NEW."decided_by_id", NEW."decided_by_name", NEW."decision_reason", NEW."id", NEW."means_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."proposed_by_name", NEW."reason", NEW."state", NEW."uuid"); RETURN NULL;',
                    hash="4cf2998d733a6dccca2abe06e94d6376c0ea77b3",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_48b25",
                    table="people_personalias",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personalias",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "people_personaliasevent" ("decided_at", "decided_by_id", "decided_by_name", "decision_reason", "id", "means_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "proposed_by_name", "reason", "state", "uuid") VALUES (NEW."decided_at", NEW."decided_by_id", NEW."decided_by_name", NEW."decision_reason", NEW."id", NEW."means_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."proposed_by_name", NEW."reason", NEW."state", NEW."uuid"); RETURN NULL;',
                    hash="f2757aa656f24b1d17cad2d0f5a204cf037a2c8f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_434aa",
                    table="people_personalias",
                    when="AFTER",
                ),
            ),
        ),
    ]
