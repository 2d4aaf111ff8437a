"""Pages about people."""

from phaodai.city.people.views.lists import household, people_list, suggest
from phaodai.city.people.views.merging import decide, merges, propose
from phaodai.city.people.views.numbers import (
    add_identifier,
    add_phone,
    remove_identifier,
    remove_phone,
    show_identifier,
)
from phaodai.city.people.views.person import person
from phaodai.city.people.views.work import (
    add_affiliation,
    appoint,
    area_posts,
    end_affiliation,
    leave_post,
    organization_posts,
)
from phaodai.city.people.views.write import (
    add,
    edit,
    join_household,
    leave_household,
    move,
    open_household,
)

__all__ = [
    "add",
    "add_affiliation",
    "add_identifier",
    "add_phone",
    "appoint",
    "area_posts",
    "decide",
    "edit",
    "end_affiliation",
    "household",
    "join_household",
    "leave_household",
    "leave_post",
    "merges",
    "move",
    "open_household",
    "organization_posts",
    "people_list",
    "person",
    "propose",
    "remove_identifier",
    "remove_phone",
    "show_identifier",
    "suggest",
]
