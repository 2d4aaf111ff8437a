"""Every address of the system."""

from django.urls import include, path

from phaodai.site import errors, health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("ui/", include("phaodai.core.ui.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("account/", include("allauth.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
