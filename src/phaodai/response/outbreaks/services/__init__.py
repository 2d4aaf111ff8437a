"""Writing about links and clusters: authorise, lock, rule, save, audit, in one transaction."""

from phaodai.response.outbreaks.services.clustering import (
    add_cases,
    close_cluster,
    common_area,
    open_cluster,
    remove_case,
    reopen_cluster,
)
from phaodai.response.outbreaks.services.linking import (
    confirm_link,
    reject_link,
    reopen_link,
    withdraw_links,
)
from phaodai.response.outbreaks.services.looking import (
    note_list_read,
    note_people_read,
    note_ranking_read,
    open_chain,
    open_sources,
)

__all__ = [
    "add_cases",
    "close_cluster",
    "common_area",
    "confirm_link",
    "note_list_read",
    "note_people_read",
    "note_ranking_read",
    "open_chain",
    "open_cluster",
    "open_sources",
    "reject_link",
    "remove_case",
    "reopen_cluster",
    "reopen_link",
    "withdraw_links",
]
