"""What the shell around every page needs."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from phaodai.core import clock
from phaodai.core.ui.formats import when_text
from phaodai.site.chosen_area import area_options, chosen_area
from phaodai.site.navigation import navigation


def _scenario_label() -> str:
    if not clock.is_scenario():
        return ""
    return _("Drill") + " · " + when_text(clock.now(), "long")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Navigation, area switcher, scenario and user; nothing for anonymous visitors and for partials.

    What is read from the database is read where a template draws it: error pages draw no menu and ask for none.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or request.headers.get("HX-Request"):
        return {}
    return {
        "nav": SimpleLazyObject(lambda: navigation(user, request.path)),
        "scenario": SimpleLazyObject(_scenario_label),
        "areas": SimpleLazyObject(lambda: area_options(request, chosen_area(request))),
        "area": SimpleLazyObject(lambda: chosen_area(request)),
        "search_url": reverse("search"),
        "search_text": request.GET.get("q", "") if request.path == reverse("search") else "",
        "person_name": user.full_name,
        "person_initials": "".join(word[0] for word in user.full_name.split()[-2:]).upper(),
        "user_title": user.title,
    }
