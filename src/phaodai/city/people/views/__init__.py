"""Pages about people."""

from phaodai.city.people.views.lists import household, people_list, suggest
from phaodai.city.people.views.numbers import (
    add_identifier,
    add_phone,
    remove_identifier,
    remove_phone,
    show_identifier,
)
from phaodai.city.people.views.person import person
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
    "add_identifier",
    "add_phone",
    "edit",
    "household",
    "join_household",
    "leave_household",
    "move",
    "open_household",
    "people_list",
    "person",
    "remove_identifier",
    "remove_phone",
    "show_identifier",
    "suggest",
]
