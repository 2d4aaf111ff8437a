"""Where people work and study, the posts they hold, and who holds the posts of an organisation or area."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phaodai.city.areas.queries import visible_area
from phaodai.city.organizations.queries import posts_for, posts_of, visible_organization
from phaodai.city.people import queries, services
from phaodai.city.people.forms import AffiliationForm, PostForm
from phaodai.city.people.models import Person
from phaodai.city.people.views.numbers import done
from phaodai.city.people.views.person import render_person
from phaodai.city.places.models import Place
from phaodai.city.places.queries import place_named
from phaodai.core.access import GuardedRequest, requires


def _editable(request: HttpRequest, uuid: UUID) -> Person:
    found = queries.person_for(request.user, uuid)
    if not queries.may_edit(request.user, found):
        raise Http404
    return found


def _place(request: HttpRequest, form: AffiliationForm) -> Place | None:
    return place_named(request.user, form.cleaned_data["place"])  # type: ignore[arg-type]


@require_POST
@requires("people.edit")
def add_affiliation(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """Write where somebody works or studies; a mistake shows the dialog again with what was typed."""
    found, form = _editable(request, uuid), AffiliationForm(request.POST)
    place = _place(request, form) if form.is_valid() else None
    if place is None:
        if "place" not in form.errors:
            form.add_error("place", _("No place with this code or name, or several. Type its code."))
        return render_person(request, found, {"affiliation": form}, status=422)
    facts = {name: form.cleaned_data[name] for name in ("kind", "group", "since")}
    return done(
        request,
        uuid,
        lambda: services.start_affiliation(person=found, place=place, by=request.user, **facts),
        _("Written."),
    )


@require_POST
@requires("people.edit")
def end_affiliation(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    """No longer works or studies there, from today on."""
    found = _editable(request, uuid)
    held = queries.affiliation_of(found, number)
    return done(
        request,
        uuid,
        lambda: services.end_affiliation(affiliation=held, by=request.user),
        _("Ended today; what was before stays on record."),
    )


@require_POST
@requires("organizations.edit")
def appoint(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """Give somebody a post; whoever held it leaves it that day."""
    found = queries.person_for(request.user, uuid)
    form = PostForm(request.POST, posts=queries.posts_to_give())
    if form.is_valid():
        try:
            services.appoint_holder(person=found, by=request.user, **_post_facts(form))
        except ValidationError as error:
            form.add_error("on", error.messages)
        else:
            return done(request, uuid, lambda: None, _("The post is given."))
    return render_person(request, found, {"post": form}, status=422)


def _post_facts(form: PostForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("post", "on")}


@require_POST
@requires("organizations.edit")
def leave_post(request: HttpRequest, uuid: UUID, post_uuid: UUID) -> HttpResponse:
    """Somebody leaves a post today."""
    found = queries.person_for(request.user, uuid)
    held = queries.holding_of(found, post_uuid)
    return done(
        request,
        uuid,
        lambda: services.dismiss_holder(post=held.post, by=request.user),
        _("The post is vacant from today on."),
    )


@require_safe
@requires("organizations.view")
def organization_posts(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """On an organisation's page: its posts and who holds them."""
    posts = posts_of(visible_organization(request.user, uuid))  # type: ignore[arg-type]
    return render(request, "people/_posts.html", {"lines": queries.post_lines(request.user, posts)})


@require_safe
@requires("organizations.view")
def area_posts(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """On an area's page: who answers for it."""
    area = visible_area(request.user, uuid)  # type: ignore[arg-type]
    lines = queries.post_lines(request.user, posts_for(area))
    return render(request, "people/_posts.html", {"lines": lines, "area": area})
