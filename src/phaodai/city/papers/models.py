"""Registers of numbers ("sổ công văn đi"), papers and their printings."""

import uuid
from typing import Any

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from phaodai.city.areas.models import Area
from phaodai.city.organizations.models import Organization
from phaodai.city.papers.kinds import all_kinds
from phaodai.city.papers.terms import EntryState, PaperState
from phaodai.core.access import ScopedQuerySet, ScopeRule
from phaodai.core.access.reach import Actor

NEXT_NUMBER = """
    UPDATE papers_register SET last_number = last_number + 1
    WHERE id = NEW.register_id AND last_number = NEW.number - 1;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'number % is not the next one of its register', NEW.number USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class Register(models.Model):
    """The numbers one office gives to one kind of document in one year. ``last_number`` is moved by the database alone.

    ``area`` is where the office sits, for reach; an authority that is no organisation on the books has only that.
    """

    scope_rule = ScopeRule.any_of(
        ScopeRule.by_organization("registers.view"), ScopeRule.by_area("registers.view")
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, help_text='abbreviation in the sign: "QĐ", "TB"')
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "area", "kind", "year"], nulls_distinct=False, name="register_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}, {self.office}"

    @property
    def office(self) -> str:
        """Whose register it is."""
        if self.organization:
            return self.organization.name
        return f"UBND {self.area.name[:1].lower()}{self.area.name[1:]}" if self.area else "–"


@pghistory.track()
class RegisterEntry(models.Model):
    """One number: who took it, for which document, or why it was reserved or made void. Never deleted, never moved."""

    scope_rule = ScopeRule.via(lambda: Register, "register")
    audit_subject = "number"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    written = models.CharField(max_length=60, help_text='as on the paper: "03/TB-BCĐ"')
    state = models.CharField(max_length=8, choices=EntryState.choices)
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.UUIDField(null=True)
    title = models.CharField(max_length=300, blank=True, help_text="what it is about, without personal data")
    day = models.DateField(help_text="the date on the document, or on which it was reserved")
    taken_by_id = models.BigIntegerField(null=True)
    taken_by_name = models.CharField(max_length=200)
    taken_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True, help_text="why reserved, or why void")
    voided_by_name = models.CharField(max_length=200, blank=True)
    voided_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["register", "number"], name="number_once_in_its_register"),
            models.CheckConstraint(
                condition=~Q(state="used") | (Q(subject_id__isnull=False) & ~Q(subject_type="")),
                name="used_number_has_its_document",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["reserved", "void"]) | ~Q(reason=""),
                name="reserved_or_void_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="void", voided_at__isnull=False)
                | (~Q(state="void") & Q(voided_at__isnull=True)),
                name="void_number_dated",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="number_subject"),
            models.Index(fields=["-taken_at"], name="number_taken"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="next_number", operation=pgtrigger.Insert, when=pgtrigger.Before, func=NEXT_NUMBER
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="never_moved",
                operation=pgtrigger.UpdateOf("number", "register_id", "written", "taken_at"),
            ),
        ]

    def __str__(self) -> str:
        return self.written


def readable_papers(user: Actor, wanted: str | None) -> Q:
    """Papers of things the user may see; lists, whose content depends on who asked, only by whoever made them."""
    condition = Q(pk__in=[])
    for kind in all_kinds():
        if not user.may(kind.capability):
            continue
        things: Any = kind.subject()._default_manager
        of_kind = Q(kind=kind.code, subject_id__in=things.visible_to(user, kind.capability).values("uuid"))
        condition |= of_kind & Q(made_by_id=user.pk) if kind.is_own else of_kind
    return condition


@pghistory.track()
class Paper(models.Model):
    """What one version of a document says, once it left the system on paper. The content lies in the store of files.

    A changed document is another paper that replaces this one; its code stands on both. Nothing of it is deleted.
    """

    scope_rule = ScopeRule("as the thing it tells of; lists: whoever made them", readable_papers)
    audit_subject = "paper"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(
        max_length=20, unique=True, help_text="printed beside the QR, with check character"
    )
    kind = models.CharField(max_length=30)
    subject_id = models.UUIDField(help_text="uuid of the thing it tells of")
    series = models.UUIDField(help_text="papers of one series replace each other")
    version = models.PositiveSmallIntegerField()
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    state = models.CharField(max_length=10, choices=PaperState.choices, default=PaperState.CURRENT)
    title = models.CharField(max_length=300, help_text="for the public check: without personal data")
    number = models.CharField(max_length=60, blank=True)
    issuer = models.CharField(max_length=200)
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    issued_on = models.DateField(null=True)
    digest = models.CharField(max_length=64, help_text="SHA-256 of what it says")
    copies = models.PositiveIntegerField(default=0)
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    withdrawn_by_name = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "version"], name="version_once_in_its_series"),
            models.UniqueConstraint(
                fields=["series"], condition=Q(state="current"), name="one_current_paper_of_a_series"
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="paper_withdrawn_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "subject_id"], name="paper_subject"),
            models.Index(fields=["-made_at"], name="paper_made"),
        ]

    def __str__(self) -> str:
        return self.code


class PaperCopy(models.Model):
    """One printing: who, when, the how-manieth. Append-only."""

    scope_rule = ScopeRule.via(lambda: Paper, "paper")

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="printings")
    number = models.PositiveIntegerField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["paper", "number"], name="copy_once")]

    def __str__(self) -> str:
        return f"{self.number}: {self.by_name}"


class PaperCounter(models.Model):
    """The last paper code given."""

    scope_rule = ScopeRule.internal("gives paper codes")

    last_number = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.last_number)
