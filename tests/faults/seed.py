"""Fill an empty city with the fixed cast and print what an uploading device needs.

Run inside the city under test: ``phaodai with-database python -m tests.faults.seed``.
"""

import json
import sys
from typing import Any

import django

django.setup()

from django.db import transaction  # noqa: E402 - models need a configured Django

from phaodai.city.accounts.services import issue_token  # noqa: E402
from phaodai.command.playbook.tests import story  # noqa: E402
from phaodai.core.clock.services import set_scenario  # noqa: E402
from phaodai.core.files.services import store_bytes  # noqa: E402
from phaodai.core.files.tests.makers import png  # noqa: E402
from phaodai.response.movement.models import Visit  # noqa: E402
from phaodai.response.testing.services import record_result  # noqa: E402
from tests.cast import NOW, build_cast  # noqa: E402


@transaction.atomic
def seed() -> dict[str, Any]:
    """Build the cast and have three people tested positive, so that the playbook has much to do.

    Returns a token that may record visits, two persons and two places.
    """
    set_scenario(purpose="drill", scenario_at=NOW)
    cast = build_cast()
    story.visits(cast)
    for person in (cast.an, cast.binh, cast.hoa):
        record_result(tube=story.sampled_tube(cast, [person]), value="positive", by=cast.lab)
    store_bytes(content=png(90, 90), name="a.png", purpose="directives.evidence", by=cast.unit_clerk)
    return {
        "token": issue_token(user=cast.ward_clerk_a, name="kill test", by=cast.ward_clerk_a),
        "persons": [str(cast.an.uuid), str(cast.binh.uuid)],
        "visits": Visit.objects.count(),
        "now": NOW.isoformat(),
        "places": [cast.canteen.code, cast.workshop.code],
    }


if __name__ == "__main__":
    json.dump(seed(), sys.stdout)
