"""Rules and their versions for the screens."""

import json
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from phaodai.core.policy.in_force import get
from phaodai.core.policy.models import PolicyState, PolicyVersion
from phaodai.core.policy.values import PolicyDefault, PolicyValue, defaults
from phaodai.core.terms import pick_language
from phaodai.core.text import search_key


@dataclass(frozen=True)
class RuleLine:
    """One rule in a list: what ships, what is in force, how many proposals wait."""

    rule: PolicyDefault
    value: PolicyValue
    waiting: int

    @property
    def title(self) -> str:
        return str(pick_language(self.value.title_vi, self.value.title_en))

    @property
    def pretty(self) -> str:
        """The value as text, one line when it is short."""
        short = json.dumps(self.value.value, ensure_ascii=False)
        return short if len(short) < 60 else json.dumps(self.value.value, ensure_ascii=False, indent=2)

    def matches(self, text: str, show: str) -> bool:
        words = search_key(f"{self.title} {self.rule.code} {self.value.document}")
        if show == "unconfirmed" and self.value.confirmed:
            return False
        if show == "waiting" and not self.waiting:
            return False
        return search_key(text) in words


def versions_of(code: str) -> "QuerySet[PolicyVersion]":
    """Versions decided on screen, newest first."""
    return PolicyVersion.objects.filter(code=code).order_by("-id")


def version_by_uuid(version_id: UUID) -> PolicyVersion | None:
    return PolicyVersion.objects.filter(uuid=version_id).first()


def rule_lines(*, text: str = "", show: str = "") -> list[RuleLine]:
    """Every rule, sorted by module and code."""
    proposed = PolicyVersion.objects.filter(state=PolicyState.PROPOSED).values("code")
    waiting = {row["code"]: row["n"] for row in proposed.annotate(n=Count("pk")).order_by()}
    lines = [RuleLine(rule, get(code), waiting.get(code, 0)) for code, rule in sorted(defaults().items())]
    return [line for line in lines if line.matches(text, show)]
