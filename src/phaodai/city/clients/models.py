import uuid
from datetime import datetime, timedelta

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from phaodai.city.accounts.models import User
from phaodai.city.areas.models import Area
from phaodai.city.clients.terms import DeviceState, KeyState, SendFault, SendState, WebhookState
from phaodai.city.organizations.models import Organization
from phaodai.core import clock
from phaodai.core.access import ScopedQuerySet, ScopeRule

ENDING = timedelta(days=14)


def _place_scope(capability: str, prefix: str = "") -> ScopeRule:
    """Rows whose organisation or area lies in reach."""
    return ScopeRule.any_of(
        ScopeRule.by_area(capability, f"{prefix}organization__area"),
        ScopeRule.by_organization(capability, f"{prefix}organization"),
    )


DEVICE_SCOPE = ScopeRule.any_of(
    ScopeRule.by_area("devices.manage"),
    ScopeRule.by_area("devices.manage", "organization__area"),
    ScopeRule.by_organization("devices.manage"),
)


class DeviceSet(ScopedQuerySet["Device"]):
    """Words for devices."""

    def live(self, moment: datetime) -> "DeviceSet":
        """Devices whose token works."""
        return self.filter(ended_at__isnull=True, expires_at__gt=moment)


@pghistory.track(exclude=["digest", "app", "user_agent", "last_seen_at", "skew_s", "skew_at"])
class Device(models.Model):
    """A telephone or tablet that acts for one person at one organisation or in one area, until its token ends."""

    scope_rule = DEVICE_SCOPE

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=80)
    holder = models.ForeignKey(User, on_delete=models.CASCADE, related_name="devices")
    organization = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    prefix = models.CharField(max_length=16)
    digest = models.CharField(max_length=64, unique=True)
    app = models.CharField(max_length=80, blank=True)
    user_agent = models.CharField(max_length=200, blank=True)
    enrolled_at = models.DateTimeField(db_default=Now())
    enrolled_by_id = models.BigIntegerField(null=True)
    enrolled_by_name = models.CharField(max_length=200)
    expires_at = models.DateTimeField()
    last_seen_at = models.DateTimeField(null=True)
    skew_s = models.BigIntegerField(null=True, help_text="seconds its clock was fast at the last call")
    skew_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    is_lost = models.BooleanField(default=False)
    ended_by_name = models.CharField(max_length=200, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)

    objects = DeviceSet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(area__isnull=True) ^ Q(organization__isnull=True), name="device_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(is_lost=False) | Q(ended_at__isnull=False), name="device_lost_ended"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place_name(self) -> str:
        where = self.organization or self.area
        return where.name if where else ""

    @property
    def state(self) -> DeviceState:
        if self.ended_at is not None:
            return DeviceState.LOST if self.is_lost else DeviceState.REVOKED
        return DeviceState.EXPIRED if self.expires_at <= clock.real_now() else DeviceState.LIVE


class Enrolment(models.Model):
    """A code shown as QR: whoever opens it first, in time, makes one device of it."""

    scope_rule = DEVICE_SCOPE

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=80)
    holder = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    organization = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(db_default=Now())
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=200)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    device = models.OneToOneField(Device, null=True, on_delete=models.PROTECT, related_name="enrolment")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(area__isnull=True) ^ Q(organization__isnull=True), name="enrolment_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True, device__isnull=True)
                | Q(used_at__isnull=False, device__isnull=False),
                name="enrolment_used_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place_name(self) -> str:
        where = self.organization or self.area
        return where.name if where else ""


@pghistory.track(exclude=["last_used_at"])
class ApiKey(models.Model):
    """A program of an organisation: what it may do, where, until when. Its secrets are `KeySecret`s."""

    scope_rule = _place_scope("clients.view")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="api_keys")
    area = models.ForeignKey(
        Area, null=True, on_delete=models.PROTECT, related_name="+",
        help_text="everything below it; empty: only what belongs to the organisation",
    )  # fmt: skip
    name = models.CharField(max_length=80)
    contact = models.CharField(max_length=160, blank=True)
    capabilities = ArrayField(models.CharField(max_length=40))
    made_at = models.DateTimeField(db_default=Now())
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=200)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by_name = models.CharField(max_length=200, blank=True)
    revoke_reason = models.CharField(max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name} ({self.organization.name})"

    @property
    def state(self) -> KeyState:
        moment = clock.real_now()
        if self.revoked_at is not None:
            return KeyState.REVOKED
        if self.expires_at <= moment:
            return KeyState.EXPIRED
        return KeyState.ENDING if self.expires_at - moment < ENDING else KeyState.LIVE

    @property
    def is_live(self) -> bool:
        return self.state in (KeyState.LIVE, KeyState.ENDING)


class KeySecret(models.Model):
    """One secret of a key. While it is being replaced there are two; only SHA-256 is kept."""

    scope_rule = ScopeRule.via(lambda: ApiKey, "key")

    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="secrets")
    prefix = models.CharField(max_length=16, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField(null=True, help_text="set when a new one takes its place")

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.prefix


@pghistory.track(exclude=["salt", "old_salt", "last_sequence", "last_success_at", "failing_since"])
class Webhook(models.Model):
    """Where an organisation is told that something happened. What it is told follows what its key may see."""

    scope_rule = _place_scope("clients.view", "key__")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, related_name="webhooks")
    name = models.CharField(max_length=80)
    url = models.CharField(max_length=500)
    event_types = ArrayField(models.CharField(max_length=60))
    salt = models.CharField(max_length=43)
    old_salt = models.CharField(max_length=43, blank=True)
    old_until = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=WebhookState.choices, default=WebhookState.ACTIVE)
    state_reason = models.CharField(max_length=300, blank=True)
    failing_since = models.DateTimeField(null=True)
    last_success_at = models.DateTimeField(null=True)
    last_sequence = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(db_default=Now())
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=200)

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def why(self) -> str:
        """Why nothing is sent: what a person wrote, or the fault for which the system switched it off."""
        known = self.state_reason in SendFault.values
        return str(SendFault(self.state_reason).label) if known else self.state_reason


class WebhookMessage(models.Model):
    """One message to one receiver. Its uuid is the idempotency key: the same in every try."""

    scope_rule = ScopeRule.via(lambda: Webhook, "webhook")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="messages")
    sequence = models.BigIntegerField()
    event_id = models.UUIDField(null=True)
    event_type = models.CharField(max_length=60)
    occurred_at = models.DateTimeField()
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=SendState.choices, default=SendState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, help_text="when it is tried next, by the world's clock")
    delivered_at = models.DateTimeField(null=True)
    died_at = models.DateTimeField(null=True, help_text="by the scenario's clock, as work lists are")
    last_status = models.PositiveSmallIntegerField(null=True)
    last_fault = models.CharField(max_length=10, choices=SendFault.choices, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["webhook", "event_id"], name="message_once"),
            models.UniqueConstraint(fields=["webhook", "sequence"], name="message_sequence"),
            models.CheckConstraint(
                condition=Q(state__in=["delivered", "dead", "dropped"]) | Q(next_at__isnull=False),
                name="message_due",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"], name="message_open", condition=Q(state__in=["waiting", "retrying"])
            ),
            models.Index(fields=["webhook", "-id"], name="message_webhook"),
        ]

    def __str__(self) -> str:
        return f"{self.event_type} {self.uuid}"


class SendAttempt(models.Model):
    """One try of one message: what the receiver answered, or why nobody was reached."""

    scope_rule = ScopeRule.via(lambda: WebhookMessage, "message")

    message = models.ForeignKey(WebhookMessage, on_delete=models.CASCADE, related_name="tries")
    recorded_at = models.DateTimeField(db_default=Now())
    status = models.PositiveSmallIntegerField(null=True)
    fault = models.CharField(max_length=10, choices=SendFault.choices, blank=True)
    duration_ms = models.PositiveIntegerField()

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.fault or str(self.status)
