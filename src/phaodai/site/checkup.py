"""What the doctor asks of the city itself: migrations, worker, steps, partitions, retention, settings.

Each check returns ``{"code", "state", "vi", "en"}`` with state ok, warn or fail. Reads only.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from procrastinate.contrib.django.models import ProcrastinateJob

from phaodai.core import clock
from phaodai.core.events.models import DeliveryState
from phaodai.core.events.queries import open_deliveries
from phaodai.core.events.stalled import read_queue_state
from phaodai.core.files.queries import last_check
from phaodai.core.files.verification import missing_or_short
from phaodai.response.movement.jobs import DAYS_AHEAD
from phaodai.response.movement.partitions import existing_days
from phaodai.response.movement.queries import oldest_day, retention_runs
from phaodai.response.movement.services import first_day_kept
from phaodai.site.schema import unknown_migrations, waiting_migrations

OK, WARN, FAIL = "ok", "warn", "fail"
LONG_QUEUE = 1_000
RETENTION_WITHIN = timedelta(hours=36)
Finding = dict[str, Any]


def finding(code: str, state: str, vi: str, en: str) -> Finding:
    return {"code": code, "state": state, "vi": vi, "en": en}


def check_city() -> list[Finding]:
    """Every check; without the migrations the others would ask tables that are not there."""
    migrations = check_migrations()
    found = [migrations, *check_settings()]
    if migrations["state"] == OK:
        found += [check_worker(), check_queue(), check_steps(), check_partitions(), check_retention()]
        found.append(check_files())
    return found


def check_migrations() -> Finding:
    waiting, unknown = waiting_migrations(), unknown_migrations()
    if unknown:
        return finding(
            "migrations", FAIL, f"CSDL mới hơn chương trình ({unknown[0]}); hãy cập nhật chương trình",
            f"The database is newer than the program ({unknown[0]}); update the program",
        )  # fmt: skip
    if waiting:
        return finding(
            "migrations", FAIL, f"{len(waiting)} bước cập nhật CSDL chưa chạy; hãy chạy `phaodai prepare_database`",
            f"{len(waiting)} migrations are not applied; run `phaodai prepare_database`",
        )  # fmt: skip
    return finding("migrations", OK, "CSDL khớp với chương trình", "The database fits the program")


def check_settings() -> list[Finding]:
    """DEBUG off; on a server TLS ends at the proxy, which says so in a header."""
    debug = finding("debug", OK, "DEBUG đã tắt", "DEBUG is off")
    if settings.DEBUG:
        debug = finding("debug", FAIL, "DEBUG đang bật; hãy tắt ngay", "DEBUG is on; turn it off now")
    tls = finding("tls", OK, "Kết nối được bảo vệ", "Connections are protected")
    on_server = settings.SETTINGS_MODULE.endswith(".prod")
    if on_server and not (settings.SECURE_PROXY_SSL_HEADER and settings.SESSION_COOKIE_SECURE):
        tls = finding(
            "tls", FAIL, "Thiếu thiết lập TLS; proxy phải gửi X-Forwarded-Proto (docs/install.md)",
            "TLS is not set up; the proxy must send X-Forwarded-Proto (docs/install.md)",
        )  # fmt: skip
    return [debug, tls]


def check_worker() -> Finding:
    state = read_queue_state()
    if not state.living:
        return finding(
            "worker", FAIL, "Không có tiến trình nền nào sống; hãy khởi động `phaodai worker`",
            "No worker is alive; start `phaodai worker`",
        )  # fmt: skip
    if state.stalled:
        return finding(
            "worker", WARN, f"{state.stalled} việc của tiến trình đã chết; hãy chạy `phaodai requeue_stalled`",
            f"{state.stalled} jobs of a dead worker; run `phaodai requeue_stalled`",
        )  # fmt: skip
    return finding("worker", OK, f"{state.living} tiến trình nền sống", f"{state.living} workers alive")


def check_queue() -> Finding:
    waiting = ProcrastinateJob.objects.filter(status="todo").count()
    vi, en = f"{waiting} việc đang chờ", f"{waiting} jobs wait"
    if waiting < LONG_QUEUE:
        return finding("queue", OK, vi, en)
    return finding("queue", WARN, f"{vi}; hãy thêm tiến trình nền", f"{en}; start another worker")


def check_steps() -> Finding:
    stuck = open_deliveries().filter(state=DeliveryState.STUCK).count()
    if stuck:
        return finding(
            "steps", WARN, f"{stuck} bước ứng phó bị kẹt; hãy xem trang /playbook/",
            f"{stuck} steps of the playbook are stuck; see the page /playbook/",
        )  # fmt: skip
    return finding("steps", OK, "Không bước ứng phó nào bị kẹt", "No step of the playbook is stuck")


def check_partitions() -> Finding:
    """A visit makes the table of its day where it must; but then a scan waits for it."""
    wanted = {clock.today() + timedelta(days=n) for n in range(DAYS_AHEAD)}
    missing = sorted(wanted - existing_days())
    if not missing:
        return finding(
            "partitions", OK, "Sổ lượt đến đã sẵn cho các ngày tới", "The ledger has its coming days"
        )
    day = missing[0].isoformat()
    return finding(
        "partitions", WARN, f"Sổ lượt đến thiếu ngày {day}; hãy xem tiến trình nền có chạy không",
        f"The ledger lacks {day}; see whether the worker runs",
    )  # fmt: skip


def check_retention() -> Finding:
    """Nothing older than the policy keeps, and the job that sees to it ran lately."""
    oldest, keep_from = oldest_day(), first_day_kept(clock.now())
    if oldest and oldest < keep_from - timedelta(days=1):
        return finding(
            "retention", FAIL, f"Còn lượt đến từ {oldest}, quá hạn lưu giữ; hãy xem trang /visits/retention",
            f"Visits of {oldest} are kept beyond the policy; see the page /visits/retention",
        )  # fmt: skip
    last = retention_runs().first()
    if last is None or clock.real_now() - last.recorded_at > RETENTION_WITHIN:
        return finding(
            "retention", WARN, "Việc xóa dữ liệu hết hạn chưa chạy trong 36 giờ; hãy để tiến trình nền chạy qua 02:30",
            "The retention job has not run for 36 hours; let the worker run past 02:30",
        )  # fmt: skip
    return finding("retention", OK, "Dữ liệu hết hạn đã được xóa", "What had to be deleted is deleted")


def check_files() -> Finding:
    """Every content the rows name lies in the store at its size; the last full reading found nothing damaged."""
    lost = missing_or_short()
    if lost:
        return finding(
            "files", FAIL, f"{len(lost)} tệp thiếu hoặc bị cắt ({lost[0][:12]}…); hãy lấy lại từ bản sao lưu",
            f"{len(lost)} files are missing or cut short ({lost[0][:12]}…); bring them back from a backup",
        )  # fmt: skip
    check = last_check()
    if check and (check.damaged or check.missing):
        return finding(
            "files", FAIL, f"{len(check.damaged) + len(check.missing)} tệp hỏng ở lần đọc cuối; hãy xem trang /files/",
            f"{len(check.damaged) + len(check.missing)} files were damaged at the last reading; see the page /files/",
        )  # fmt: skip
    return finding("files", OK, "Kho tệp đủ", "The store of files is complete")
