"""What an account holds about the person it belongs to."""

from django.utils.translation import gettext_lazy as _

from phaodai.core.holdings import Holding, declare, register

register(
    Holding(
        "accounts.User", "person", _("Account"), omit=frozenset({"id", "password"}),
        columns=(
            (_("User name"), "username"), (_("Title, unit"), "title"), (_("E-mail"), "email"),
            (_("Last sign-in"), "last_login"),
        ),
    )
)  # fmt: skip
register(
    Holding(
        "accounts.Grant", "user__person", _("Roles"),
        columns=((_("Role"), "role"), (_("Where"), "place_name"), (_("From – until"), "valid")),
    )
)  # fmt: skip
declare("accounts.AccessLink", "digests of one-time links: they open an account and say nothing of its owner")
declare("accounts.ApiToken", "digests of tokens: they open an account and say nothing of its owner")
