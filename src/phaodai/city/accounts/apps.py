from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "phaodai.city.accounts"
    label = "accounts"
