"""Every address of the system."""

from django.urls import include, path
from django.views.generic import RedirectView

from phaodai.city.papers.views.public import verify
from phaodai.site import (
    area_report,
    chosen_area,
    city_map,
    dashboard,
    errors,
    health,
    home,
    metrics,
    reference,
    search,
)
from phaodai.site.api import api

urlpatterns = [
    path("", home.home, name="home"),
    path("dashboard", dashboard.dashboard, name="dashboard"),
    path("map", city_map.map_page, name="map"),
    path("map/days", city_map.map_days, name="map_days"),
    path("dashboard/report", area_report.print_report, name="print_report"),
    path("search", search.search, name="search"),
    path("choose-area/<uuid:area_id>", chosen_area.choose_area, name="choose_area"),
    path("areas/changes/", include("phaodai.city.succession.urls")),
    path("areas/boundaries/", include("phaodai.city.boundaries.urls")),
    path("areas/", include("phaodai.city.areas.urls")),
    path("organizations/", include("phaodai.city.organizations.urls")),
    path("places/", include("phaodai.city.places.urls")),
    path("people/", include("phaodai.city.people.urls")),
    path("duties/", include("phaodai.city.duties.urls")),
    path("accounts/", include("phaodai.city.accounts.urls")),
    path("connections/", include("phaodai.city.clients.urls")),
    path("visits/", include("phaodai.response.movement.urls")),
    path("cases/", include("phaodai.response.cases.urls")),
    path("contacts/", include("phaodai.response.tracing.urls")),
    path("outbreaks/", include("phaodai.response.outbreaks.urls")),
    path("notices/", include("phaodai.response.notices.urls")),
    path("investigations/", include("phaodai.response.investigations.urls")),
    path("tests/", include("phaodai.response.testing.urls")),
    path("quarantine/", include("phaodai.response.quarantine.urls")),
    path("indicators/", include("phaodai.city.indicators.urls")),
    path("directives/", include("phaodai.command.directives.urls")),
    path("playbook/", include("phaodai.command.playbook.urls")),
    path("policy/", include("phaodai.core.policy.urls")),
    path("oversight/", include("phaodai.city.oversight.urls")),
    path("audit/", include("phaodai.core.audit.urls")),
    path("files/", include("phaodai.core.files.urls")),
    path("imports/", include("phaodai.core.exchange.urls")),
    path("papers/", include("phaodai.city.papers.urls")),
    path("registers/", include("phaodai.city.papers.register_urls")),
    path("verify/<str:token>/", verify, name="verify_paper"),
    path("ui/", include("phaodai.core.ui.urls")),
    path("api/v1/docs", reference.reference, name="api_reference"),
    path("api/v1/", api.urls),
    path("healthz", health.healthz, name="healthz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("account/3rdparty/", RedirectView.as_view(pattern_name="accounts:me")),
    path("account/", include("allauth.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
