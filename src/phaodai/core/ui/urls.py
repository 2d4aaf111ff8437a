from django.urls import path

from phaodai.core.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.components_page, name="components"),
    path("theme", views.theme, name="theme"),
]
