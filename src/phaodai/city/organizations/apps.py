from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "phaodai.city.organizations"
    label = "organizations"
