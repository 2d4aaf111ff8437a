"""Addresses of sources, clusters and chains, under /outbreaks/."""

from django.urls import path

from phaodai.response.outbreaks.views import chains, ranking, sources

app_name = "outbreaks"
urlpatterns = [
    path("unlinked", sources.unlinked, name="unlinked"),
    path("places", ranking.places, name="places"),
    path("people", ranking.people, name="people"),
    path("detected", ranking.detected, name="detected"),
    path("cases/<uuid:uuid>/sources", sources.case_sources, name="sources"),
    path("cases/<uuid:uuid>/panel", sources.case_panel, name="case_panel"),
    path("cases/<uuid:uuid>/name", sources.name_source, name="name_source"),
    path("cases/<uuid:uuid>/links/<uuid:infector_uuid>", sources.conclude, name="conclude"),
    path("clusters/", chains.clusters, name="clusters"),
    path("clusters/open", chains.open_cluster, name="open_cluster"),
    path("clusters/<uuid:uuid>", chains.chain, name="chain"),
    path("clusters/<uuid:uuid>/cases", chains.add_cases, name="add_cases"),
    path("clusters/<uuid:uuid>/remove", chains.remove_case, name="remove_case"),
    path("clusters/<uuid:uuid>/state", chains.change_state, name="change_state"),
]
