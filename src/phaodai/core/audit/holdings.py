"""Who looked at a person's record; the summary by reader is part of their file."""

from django.utils.translation import gettext_lazy as _

from phaodai.core.holdings import Holding, register

register(
    Holding(
        "audit.ReadLog", "about_id", _("Who looked"), omit=frozenset({"id", "actor_id"}),
        others=frozenset(),
        columns=((_("When"), "occurred_at"), (_("Who"), "actor_name"), (_("Why"), "purpose")),
    )
)  # fmt: skip
