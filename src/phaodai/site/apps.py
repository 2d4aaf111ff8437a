from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "phaodai.site"
    label = "site"
