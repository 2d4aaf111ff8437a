from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "phaodai.city.places"
    label = "places"
