"""Addresses of quarantine."""

from django.urls import path

from phaodai.response.quarantine.views import keeping, lists, order, panels, sites

app_name = "quarantine"
urlpatterns = [
    path("", lists.order_list, name="list"),
    path("to-confirm/", lists.to_confirm, name="to_confirm"),
    path("to-sign/", lists.to_sign, name="to_sign"),
    path("sites/", sites.site_list, name="sites"),
    path("sites/points", sites.points, name="site_points"),
    path("sites/add/", keeping.add_site, name="add_site"),
    path("sites/<uuid:uuid>/edit/", keeping.edit_site, name="edit_site"),
    path("sites/<uuid:uuid>/check/", keeping.check, name="check_site"),
    path("sites/<uuid:uuid>/rooms/", keeping.add_room, name="add_room"),
    path("sites/<uuid:uuid>/rooms/<uuid:room_uuid>/", keeping.edit_room, name="edit_room"),
    path("sites/<uuid:uuid>/", sites.site, name="site"),
    path("sites/<uuid:uuid>/stays/<uuid:stay_uuid>/leave/", sites.leave, name="leave"),
    path("sites/<uuid:uuid>/stays/<uuid:stay_uuid>/move/", sites.move, name="move"),
    path("people/<uuid:uuid>/panel/", panels.person_panel, name="person_panel"),
    path("cases/<uuid:uuid>/panel/", panels.case_panel, name="case_panel"),
    path("<uuid:uuid>/", order.order, name="order"),
    path("<uuid:uuid>/print/", order.print_order, name="print"),
    path("<uuid:uuid>/printed/", order.printed, name="printed"),
    path("<uuid:uuid>/confirm/", order.confirm, name="confirm"),
    path("<uuid:uuid>/undo-confirm/", order.undo_confirm, name="undo_confirm"),
    path("<uuid:uuid>/new-term/", order.new_term, name="new_term"),
    path("<uuid:uuid>/sign/", order.sign, name="sign"),
    path("<uuid:uuid>/withdraw/", order.withdraw, name="withdraw"),
    path("<uuid:uuid>/end/", order.end, name="end"),
    path("<uuid:uuid>/serve/", order.serve, name="serve"),
    path("<uuid:uuid>/admit/", order.admit, name="admit"),
    path("<uuid:uuid>/appeal/", order.appeal, name="appeal"),
    path("<uuid:uuid>/appeal/<uuid:appeal_uuid>/", order.decide, name="decide"),
    path("<uuid:uuid>/told/<uuid:told_uuid>/", panels.retracted, name="retracted"),
]
