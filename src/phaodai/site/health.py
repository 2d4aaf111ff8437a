"""``GET /healthz``: for load balancers, the supervisor and the operator's first look."""

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from phaodai.core.access import public
from phaodai.core.events.stalled import read_queue_state
from phaodai.site.schema import waiting_migrations

OK = "ok"


@public
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200, or 503 with the reason; it names no person and no address."""
    document = check_health()
    return JsonResponse(document, status=200 if set(document.values()) == {OK} else 503)


def check_health() -> dict[str, str]:
    """Return ``ok`` or a reason for the database, its migrations and the job queue."""
    try:
        migrations = check_migrations()
        jobs = check_jobs() if migrations == OK else "unknown"
    except DatabaseError as error:
        return {
            "database": f"unreachable: {type(error).__name__}",
            "migrations": "unknown",
            "jobs": "unknown",
        }
    return {"database": OK, "migrations": migrations, "jobs": jobs}


def check_migrations() -> str:
    """Say how many migrations the database lacks."""
    waiting = waiting_migrations()
    return f"{len(waiting)} not applied" if waiting else OK


def check_jobs() -> str:
    """Say whether somebody works, and whether jobs of a dead worker lie about."""
    state = read_queue_state()
    if not state.living:
        return "no worker"
    return f"{state.stalled} stalled" if state.stalled else OK
