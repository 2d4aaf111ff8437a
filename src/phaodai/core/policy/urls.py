from django.urls import path

from phaodai.core.policy import views

app_name = "policy"
urlpatterns = [
    path("", views.rule_list, name="list"),
    path("<str:code>", views.rule_page, name="rule"),
    path("<str:code>/propose", views.propose, name="propose"),
    path("version/<uuid:version_id>/decide", views.decide, name="decide"),
]
