"""Roles that end soon, for whoever may let them go on."""

from typing import Any

from django.db.models import DurationField, F, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from phaodai.city.accounts.models import Grant
from phaodai.city.accounts.permissions import MANAGING
from phaodai.city.accounts.queries import ending_grants
from phaodai.core import clock
from phaodai.core.worklists import Worklist, project, register


def _ending(user: Any) -> QuerySet:
    # Roles hold in real time, the list is read on the scenario's clock.
    shift = Value(clock.now() - clock.real_now(), output_field=DurationField())
    mine = Grant.objects.visible_to(user, MANAGING).exclude(user=user.pk).values("pk")
    return project(
        ending_grants().filter(pk__in=mine),
        "accounts.ending",
        ref="user__uuid",
        subject="user__full_name",
        place=Coalesce("area__name", "organization__name", Value("")),
        due_at=F("valid__endswith") + shift,
        started_at=F("valid__startswith") + shift,
        state="role",
    )


register(
    Worklist(
        code="accounts.ending",
        title=_("Roles that end soon"),
        headline=_("The role of {subject} ends · {place}"),
        capability=MANAGING,
        rows=_ending,
        url_name="accounts:user",
        group=_("Accounts"),
        action=_("Renew or let it end"),
    )
)
