from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "phaodai.city.people"
    label = "people"
