from django.urls import path

from phaodai.city.oversight import views

app_name = "oversight"
urlpatterns = [
    path("log", views.log, name="log"),
    path("seek", views.seek, name="seek"),
    path("readers/<uuid:uuid>/", views.readers, name="readers"),
    path("emergency", views.emergency, name="emergency"),
    path("emergency/<uuid:uuid>/", views.opened, name="opened"),
    path("emergency/<uuid:uuid>/close", views.close, name="close"),
    path("openings", views.openings, name="openings"),
    path("openings/<uuid:uuid>/", views.opening, name="opening"),
    path("openings/<uuid:uuid>/review", views.review, name="review"),
    path("looks", views.looks, name="looks"),
    path("looks/<uuid:uuid>/", views.look, name="look"),
    path("looks/<uuid:uuid>/answer", views.answer, name="answer"),
    path("looks/<uuid:uuid>/decide", views.decide, name="decide"),
    path("files", views.files, name="files"),
    path("files/<uuid:uuid>/", views.file, name="file"),
    path("files/<uuid:uuid>/fetch", views.fetch, name="fetch"),
]
