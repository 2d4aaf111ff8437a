from django.apps import AppConfig


class OidcConfig(AppConfig):
    """allauth finds a provider as the module ``provider`` of an installed app."""

    name = "phaodai.city.accounts.oidc"
    label = "oidc"
