"""The document: its text, its number, the opinions on it, what it cites, amends and ends."""

import uuid

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from phaodai.city.accounts.models import User
from phaodai.city.organizations.models import Organization
from phaodai.city.papers.models import RegisterEntry
from phaodai.command.directives.models.reach import readable_directives
from phaodai.command.directives.terms import (
    DirectiveKind,
    DirectiveState,
    LinkKind,
    OpinionState,
)
from phaodai.core.access import ScopedQuerySet, ScopeRule


@pghistory.track(exclude=["search"])
class Directive(models.Model):
    """A notice, instruction or telegram: a text out of which tasks are followed.

    ``text`` is NFC; the passages of tasks count its code points. ``is_incoming`` was issued outside this system and
    keeps the number it came with.
    """

    scope_rule = ScopeRule.custom(
        "directives.view",
        "own issuer's, a task for an own unit, asked for an opinion, or issued by an authority above",
        readable_directives,
    )
    audit_subject = "directive"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    issuer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="directives")
    kind = models.CharField(max_length=4, choices=DirectiveKind.choices, default=DirectiveKind.NOTICE)
    state = models.CharField(max_length=12, choices=DirectiveState.choices, default=DirectiveState.DRAFT)
    title = models.CharField(max_length=500)
    text = models.TextField()
    written_number = models.CharField(max_length=60, blank=True, help_text="as read in a pasted text")
    is_incoming = models.BooleanField(default=False)
    entry = models.OneToOneField(
        RegisterEntry,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="its line in the register",
    )
    sign = models.CharField(max_length=40, help_text='what follows the number: "/TB-BCĐ"')
    number = models.CharField(max_length=60, blank=True, help_text='given when issued: "03/TB-BCĐ"')
    issued_on = models.DateField(null=True)
    recipients = models.ManyToManyField(Organization, related_name="+", blank=True)
    meeting = models.ForeignKey("Meeting", null=True, on_delete=models.PROTECT, related_name="directives")
    drafted_by_name = models.CharField(max_length=200)
    signed_by_id = models.BigIntegerField(null=True)
    signed_by_name = models.CharField(max_length=200, blank=True)
    signed_by_title = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True, help_text="first day on which it no longer holds")
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    search = SearchVectorField(
        null=True, editable=False, help_text="number, title and text without diacritics"
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["signed"]) | Q(signed_at__isnull=False),
                name="directive_signed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["issued", "amended", "ended"])
                | (
                    ~Q(number="")
                    & Q(issued_on__isnull=False)
                    & (Q(is_incoming=True) | Q(signed_at__isnull=False))
                ),
                name="directive_issued_with_number",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | Q(ended_on__isnull=False), name="directive_ended_on_a_day"
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="directive_search"),
            models.Index(fields=["issuer", "state"], name="directive_issuer_state"),
            models.Index(fields=["-issued_on"], name="directive_issued"),
        ]

    def __str__(self) -> str:
        return self.number or self.title


class DirectiveEntry(models.Model):
    """One step in the life of a directive. Append-only."""

    scope_rule = ScopeRule.via(lambda: Directive, "directive")

    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="entries")
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12, choices=DirectiveState.choices)
    reason = models.CharField(max_length=300, blank=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


@pghistory.track()
class DirectiveLink(models.Model):
    """One document speaks of another; ``target`` is empty while the other is not in the library."""

    scope_rule = ScopeRule.via(lambda: Directive, "directive")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=6, choices=LinkKind.choices)
    target = models.ForeignKey(Directive, null=True, on_delete=models.PROTECT, related_name="spoken_of")
    written = models.CharField(max_length=200, help_text="number as written")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["directive", "kind", "written"], name="directive_link_once"),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | ~Q(target=models.F("directive")),
                name="directive_link_not_itself",
            ),
            models.CheckConstraint(
                condition=Q(kind="cites") | Q(target__isnull=False), name="directive_amends_what_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.written}"


@pghistory.track()
class Opinion(models.Model):
    """A unit is asked what it thinks of a draft, and answers."""

    scope_rule = ScopeRule.any_of(
        ScopeRule.by_organization("directives.view", "unit"),
        ScopeRule.by_area("directives.view", "unit__area"),
        ScopeRule.via(lambda: Directive, "directive"),
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="opinions")
    unit = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=8, choices=OpinionState.choices, default=OpinionState.ASKED)
    text = models.TextField(blank=True)
    answer = models.CharField(max_length=500, blank=True, help_text="what the desk made of the remarks")
    asked_by_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    given_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    given_by_name = models.CharField(max_length=200, blank=True)
    given_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "unit"], condition=Q(state="asked"), name="one_open_opinion_of_a_unit"
            ),
            models.CheckConstraint(condition=~Q(state="remarks") | ~Q(text=""), name="remarks_say_something"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.state}"
