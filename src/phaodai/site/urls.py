"""Every address of the system."""

from importlib.util import find_spec

from django.urls import include, path

from phaodai.site import errors, health, home  # TEMP until all modules have landed


def late(prefix, name):
    return [path(prefix, include(name))] if find_spec(name) else []


def pages():
    found = []
    try:
        from phaodai.site import chosen_area

        found += [path("choose-area/<uuid:area_id>", chosen_area.choose_area, name="choose_area")]
        from phaodai.site import dashboard

        found += [path("dashboard", dashboard.dashboard, name="dashboard")]
        from phaodai.site.api import api

        found += [path("api/v1/", api.urls)]
        from phaodai.site import search

        found += [path("search", search.search, name="search")]
    except ImportError as error:
        print("not yet:", error)
    return found

urlpatterns = [
    path("", home.home, name="home"),
    *pages(),
    *late("areas/", "phaodai.city.areas.urls"),
    *late("organizations/", "phaodai.city.organizations.urls"),
    *late("places/", "phaodai.city.places.urls"),
    *late("people/", "phaodai.city.people.urls"),
    *late("accounts/", "phaodai.city.accounts.urls"),
    *late("visits/", "phaodai.response.movement.urls"),
    *late("cases/", "phaodai.response.cases.urls"),
    *late("contacts/", "phaodai.response.tracing.urls"),
    *late("tests/", "phaodai.response.testing.urls"),
    *late("quarantine/", "phaodai.response.quarantine.urls"),
    *late("playbook/", "phaodai.command.playbook.urls"),
    *late("policy/", "phaodai.core.policy.urls"),
    *late("audit/", "phaodai.core.audit.urls"),
    *late("ui/", "phaodai.core.ui.urls"),
    path("healthz", health.healthz, name="healthz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("account/", include("allauth.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
