from django.urls import path

from phaodai.city.accounts import views

app_name = "accounts"
urlpatterns = [
    path("me", views.me, name="me"),
    path("me/language", views.language, name="language"),
    path("me/tokens", views.add_token, name="add_token"),
    path("me/tokens/<uuid:uuid>/revoke", views.revoke_own_token, name="revoke_own_token"),
    path("me/providers/<slug:provider>/remove", views.unbind_own, name="unbind_own"),
    path("connect", views.bind, name="bind"),
    path("enter/<str:secret>", views.enter, name="enter"),
    path("roles", views.roles, name="roles"),
    path("users", views.users, name="users"),
    path("users/add", views.add_user, name="add_user"),
    path("users/<uuid:uuid>/", views.user, name="user"),
    path("users/<uuid:uuid>/edit", views.edit_user, name="edit_user"),
    path("users/<uuid:uuid>/grants", views.grant, name="grant"),
    path("users/<uuid:uuid>/grants/<uuid:grant_uuid>/end", views.end_grant, name="end_grant"),
    path("users/<uuid:uuid>/grants/<uuid:grant_uuid>/renew", views.renew, name="renew"),
    path("users/<uuid:uuid>/hand-over", views.hand_over, name="hand_over"),
    path("users/<uuid:uuid>/link", views.make_link, name="make_link"),
    path("users/<uuid:uuid>/sign-out", views.sign_out, name="sign_out"),
    path("users/<uuid:uuid>/remove", views.remove, name="remove"),
    path("users/<uuid:uuid>/providers/<slug:provider>/remove", views.unbind, name="unbind"),
    path("users/<uuid:uuid>/deactivate", views.deactivate, name="deactivate"),
    path("users/<uuid:uuid>/reactivate", views.reactivate, name="reactivate"),
    path("users/<uuid:uuid>/unlock", views.unlock, name="unlock"),
    path("users/<uuid:uuid>/password", views.reset_password, name="reset_password"),
    path("users/<uuid:uuid>/second-factor", views.reset_second_factor, name="reset_second_factor"),
    path("users/<uuid:uuid>/tokens/<uuid:token_uuid>/revoke", views.revoke_token, name="revoke_token"),
]
