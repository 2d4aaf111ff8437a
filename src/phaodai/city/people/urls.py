from django.urls import path

from phaodai.city.people import views

app_name = "people"
urlpatterns = [
    path("", views.people_list, name="list"),
    path("add", views.add, name="add"),
    path("suggest", views.suggest, name="suggest"),
    path("households/<uuid:uuid>/", views.household, name="household"),
    path("<uuid:uuid>/", views.person, name="person"),
    path("<uuid:uuid>/merges", views.merges, name="merges"),
    path("<uuid:uuid>/merges/propose", views.propose, name="propose_merge"),
    path("<uuid:uuid>/merges/<uuid:merge_uuid>", views.decide, name="decide_merge"),
    path("<uuid:uuid>/edit", views.edit, name="edit"),
    path("<uuid:uuid>/move", views.move, name="move"),
    path("<uuid:uuid>/identifiers", views.add_identifier, name="add_identifier"),
    path("<uuid:uuid>/identifiers/<int:number>/show", views.show_identifier, name="show_identifier"),
    path("<uuid:uuid>/identifiers/<int:number>/remove", views.remove_identifier, name="remove_identifier"),
    path("<uuid:uuid>/phones", views.add_phone, name="add_phone"),
    path("<uuid:uuid>/phones/<int:number>/remove", views.remove_phone, name="remove_phone"),
    path("organizations/<uuid:uuid>/posts", views.organization_posts, name="organization_posts"),
    path("areas/<uuid:uuid>/posts", views.area_posts, name="area_posts"),
    path("<uuid:uuid>/affiliations", views.add_affiliation, name="add_affiliation"),
    path("<uuid:uuid>/affiliations/<int:number>/end", views.end_affiliation, name="end_affiliation"),
    path("<uuid:uuid>/posts", views.appoint, name="appoint"),
    path("<uuid:uuid>/posts/<uuid:post_uuid>/leave", views.leave_post, name="leave_post"),
    path("<uuid:uuid>/household/join", views.join_household, name="join_household"),
    path("<uuid:uuid>/household/open", views.open_household, name="open_household"),
    path("<uuid:uuid>/household/leave", views.leave_household, name="leave_household"),
]
