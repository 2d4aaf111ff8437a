"""Fill an empty city with the fixed cast and print what an uploading device needs.

Run inside the city under test: ``phaodai with-database python -m tests.faults.seed``.
"""

import hashlib
import json
import sys
from typing import Any

import django

django.setup()

from django.db import transaction  # noqa: E402 - models need a configured Django

from phaodai.city.accounts.models import ApiToken  # noqa: E402
from tests.cast import build_cast  # noqa: E402

TOKEN = "kill-test-token"


@transaction.atomic
def seed() -> dict[str, Any]:
    """Build the cast; return a token that may record visits, two persons and two places."""
    cast = build_cast()
    digest = hashlib.sha256(TOKEN.encode()).hexdigest()
    ApiToken.objects.create(user=cast.ward_clerk_a, name="kill test", digest=digest)
    return {
        "token": TOKEN,
        "persons": [str(cast.an.uuid), str(cast.binh.uuid)],
        "places": [cast.canteen.code, cast.workshop.code],
    }


if __name__ == "__main__":
    json.dump(seed(), sys.stdout)
