"""The cast itself: everybody is where the tests believe them to be."""

from phaodai.city.areas.models import Area
from phaodai.city.people.models import Person


def test_scope_follows_the_area_tree(cast):
    assert set(Person.objects.visible_to(cast.ward_clerk_a)) == {cast.an, cast.binh, cast.hoa}
    assert cast.dung in Person.objects.visible_to(cast.investigator)
    assert cast.giang not in Person.objects.visible_to(cast.investigator)
    assert Person.objects.visible_to(cast.cdc_officer).count() == 6
    assert not Person.objects.visible_to(cast.lab).exists()


def test_areas_contain_themselves(cast):
    assert set(Area.objects.all().below(cast.hbt)) == {cast.hbt, cast.ward_a, cast.ward_b}


def test_subject_numbers_are_dense(cast):
    numbers = sorted(Person.objects.values_list("subject_no", flat=True))
    assert numbers == list(range(numbers[0], numbers[0] + 6))
