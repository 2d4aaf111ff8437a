"""Looking at sources and chains puts itself on record."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from phaodai.core.audit.services import log_action, record_read
from phaodai.response.cases.models import Case
from phaodai.response.outbreaks.models import Cluster
from phaodai.response.outbreaks.queries import chains, sources

NOBODY = UUID(int=0)
SOURCES, CHAIN = "Nguồn lây", "Chuỗi lây nhiễm"


def open_sources(*, uuid: UUID, by: Any) -> sources.SourcesPage:
    """The likely sources of a case, and rows that it and those shown were looked at.

    Raises:
        Http404: missing or out of reach, alike.
    """
    page = sources.sources_page(by, sources.case_for(by, uuid))
    seen = [page.case.uuid, *(line.case.uuid for line in page.lines if line.is_open)]
    record_read(actor=by, subject_type="case", subject_ids=seen, purpose=SOURCES)
    return page


def open_chain(*, uuid: UUID, by: Any) -> tuple[Cluster, chains.Chain]:
    """The chain of a cluster, and a row for every case of it.

    Raises:
        Http404: missing or out of reach, alike.
    """
    cluster = chains.cluster_for(by, uuid)
    chain = chains.chain_of(cluster)
    purpose = f"{CHAIN} {cluster.code}"
    record_read(
        actor=by, subject_type="case", subject_ids=[row.case.uuid for row in chain.rows], purpose=purpose
    )
    return cluster, chain


def note_people_read(*, people: Iterable[UUID], by: Any, purpose: str) -> None:
    """People whose names a ranking showed."""
    record_read(actor=by, subject_type="person", subject_ids=people, purpose=purpose)


def note_list_read(*, action: str, list_name: str, count: int, filters: dict[str, str], by: Any) -> None:
    """One row for a list that was read or taken away."""
    log_action(
        actor=by, action=action, subject_type="case", subject_id=NOBODY,
        data={"list": list_name, "rows": count, **filters},
    )  # fmt: skip


def note_ranking_read(*, cases: Iterable[Case], by: Any, name: str) -> None:
    """A ranking rests on these cases."""
    record_read(actor=by, subject_type="case", subject_ids=[case.uuid for case in cases], purpose=name)
