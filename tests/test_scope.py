"""Scope rules on the real models."""

from datetime import timedelta

import pytest
from django.http import Http404

from phaodai.city.people.models import Identifier, Person
from phaodai.city.places.models import Place
from phaodai.core.access import NOWHERE, SYSTEM_ACTOR, get_visible_or_404


def test_missing_and_forbidden_are_one(cast):
    with pytest.raises(Http404):
        get_visible_or_404(Person.objects.all(), cast.ward_clerk_b, uuid=cast.an.uuid)
    assert get_visible_or_404(Person.objects.all(), cast.ward_clerk_a, uuid=cast.an.uuid) == cast.an


def test_children_follow_their_parent(cast):
    assert Identifier.objects.visible_to(cast.ward_clerk_a).count() == 2
    assert not Identifier.objects.visible_to(cast.ward_clerk_b).exists()


def test_the_system_sees_all(cast):
    assert Place.objects.visible_to(SYSTEM_ACTOR).count() == Place.objects.count()


def test_an_ended_grant_gives_nothing(cast):
    grant = cast.ward_clerk_a.grants.get()
    grant.valid = (grant.valid.lower - timedelta(days=2), grant.valid.lower - timedelta(days=1))
    grant.save()
    user = type(cast.ward_clerk_a).objects.get(pk=cast.ward_clerk_a.pk)
    assert user.reach("people.view") == NOWHERE
    assert not user.may("people.view")
