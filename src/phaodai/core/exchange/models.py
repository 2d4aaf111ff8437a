import uuid

from django.db import models
from django.db.models.functions import Now

from phaodai.core.access import ScopedQuerySet, ScopeRule
from phaodai.core.exchange.terms import ImportState, RowOutcome


class Import(models.Model):
    """One list somebody sent in: a row with a state, so that its owner can leave and come back.

    Users and offices are plain data here: this module stands below both.
    """

    scope_rule = ScopeRule.own("owner_id")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=30)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.READING)
    owner_id = models.BigIntegerField(null=True)
    owner_name = models.CharField(max_length=200)
    office = models.CharField(max_length=60, blank=True, help_text="whose mapping of columns is remembered")
    language = models.CharField(max_length=5, default="vi")
    file_name = models.CharField(max_length=200)
    file_size = models.BigIntegerField()
    digest = models.CharField(max_length=64, help_text="SHA-256: the same file again is recognised")
    about = models.JSONField(default=dict, help_text="sheets, sheet, encoding, rows of the file")
    heading = models.JSONField(default=dict, help_text="line, texts and samples of the heading row")
    columns = models.JSONField(default=dict, help_text="field → position of its column")
    only_valid = models.BooleanField(default=False, help_text="write the valid rows, or all or nothing")
    rows = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0, help_text="rows with at least one fault")
    faults = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0, help_text="rows an undo had to leave")
    refusal = models.CharField(max_length=30, blank=True)
    refusal_params = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="starts of the present stage")
    sent_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True, help_text="the file and the names were deleted")
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner_id", "-id"], name="import_owner"),
            models.Index(fields=["digest", "kind"], name="import_digest"),
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportFault(models.Model):
    """One thing wrong in one row of the file."""

    scope_rule = ScopeRule.via(lambda: Import, "belongs_to")

    belongs_to = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="fault_rows")
    row = models.PositiveIntegerField(help_text="1 is the first row under the heading")
    column = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    message = models.CharField(max_length=500)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["belongs_to", "row"], name="importfault_row")]

    def __str__(self) -> str:
        return f"{self.row} {self.column}: {self.code}"


class ImportedRow(models.Model):
    """What became of one good row: what it wrote, or that it was there already; afterwards, whether it was undone."""

    scope_rule = ScopeRule.via(lambda: Import, "belongs_to")

    belongs_to = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="row_outcomes")
    row = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=RowOutcome.choices)
    subject = models.UUIDField(null=True)
    label = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["belongs_to", "outcome", "row"], name="importedrow_outcome")]

    def __str__(self) -> str:
        return f"{self.row}: {self.outcome}"


class RememberedColumns(models.Model):
    """How an office names the columns of a kind: heading (without diacritics) → field, "" for left out."""

    scope_rule = ScopeRule.internal("names of columns, read when the same office sends a list again")

    office = models.CharField(max_length=60)
    kind = models.CharField(max_length=30)
    headings = models.JSONField(default=dict)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "kind"], name="columns_once_per_office")]

    def __str__(self) -> str:
        return f"{self.office}: {self.kind}"


class ImportProgress(models.Model):
    """How far a job is. Written past the job's own transaction, so it holds no key to anything."""

    scope_rule = ScopeRule.internal("figures of a running job")

    import_id = models.BigIntegerField(primary_key=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.done}/{self.total}"
