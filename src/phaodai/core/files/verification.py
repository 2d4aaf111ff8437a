"""Reading the whole store against its rows: every byte, once."""

from collections.abc import Iterator

from phaodai.core import clock
from phaodai.core.files import store
from phaodai.core.files.models import StoreCheck, StoredFile
from phaodai.core.files.terms import FileState

LISTED = 200
BATCH = 2_000


def verify_store() -> StoreCheck:
    """Sum every content up anew and put on record which are missing, which are damaged, and how many nobody claims."""
    missing, damaged, claimed, count, total = [], [], set(), 0, 0
    for digest, size in live_contents():
        found = store.digest_on_disk(digest)
        claimed.add(digest)
        count, total = count + 1, total + size
        if not found:
            missing.append(digest)
        elif found != digest:
            damaged.append(digest)
    return StoreCheck.objects.create(
        contents=count, bytes=total, missing=missing, damaged=damaged,
        unclaimed=sum(digest not in claimed for digest, _size, _at in store.digests()), occurred_at=clock.now(),
    )  # fmt: skip


def live_contents() -> Iterator[tuple[str, int]]:
    """Every content some living file has, once: (digest, size)."""
    rows = StoredFile.objects.exclude(state=FileState.DELETED).order_by("digest").distinct("digest")
    return rows.values_list("digest", "size").iterator(chunk_size=BATCH)


def missing_or_short() -> list[str]:
    """What a look at names and sizes finds, without reading: for the doctor. At most `LISTED`."""
    on_disk = {digest: size for digest, size, _at in store.digests()}
    found = (digest for digest, size in live_contents() if on_disk.get(digest) != size)
    return [digest for digest, _number in zip(found, range(LISTED), strict=False)]
