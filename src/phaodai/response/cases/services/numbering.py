"""Case codes: the district's prefix and the next number, given under a row lock."""

from django.db import transaction

from phaodai.city.areas.models import Area, AreaClosure
from phaodai.city.areas.terms import AreaLevel
from phaodai.core import policy
from phaodai.response.cases.models import CaseCounter
from phaodai.response.cases.rules import area_initials, case_code


def numbering_area(area: Area) -> Area:
    """The district the area lies in; where there are none, the province; else the area itself."""
    above = AreaClosure.objects.filter(descendant=area).select_related("ancestor")
    by_level = {row.ancestor.level: row.ancestor for row in above}
    return by_level.get(AreaLevel.DISTRICT) or by_level.get(AreaLevel.PROVINCE) or area


def prefix_of(home: Area) -> str:
    """The prefix by policy, else the initials; with the area's code where another district has them."""
    chosen = policy.get("cases.code_prefixes").value.get(home.code) or area_initials(home.name) or "CA"
    taken = CaseCounter.objects.filter(prefix=chosen).exclude(area=home).exists()
    return f"{chosen}{home.code}" if taken else chosen


@transaction.atomic
def next_case_code(area: Area) -> str:
    """The next code of the area's district: ``HBT-0412``. Gaps stay where a transaction was taken back."""
    home = numbering_area(area)
    if not CaseCounter.objects.filter(area=home).exists():
        CaseCounter.objects.get_or_create(area=home, defaults={"prefix": prefix_of(home)})
    counter = CaseCounter.objects.select_for_update().get(area=home)
    counter.last_number += 1
    counter.save(update_fields=["last_number"])
    return case_code(counter.prefix, counter.last_number)
