"""What is written about numbers and papers."""

from phaodai.city.papers.services.numbers import (
    Document,
    open_register,
    reserve_number,
    take_number,
    use_reserved,
    void_number,
)
from phaodai.city.papers.services.printing import Draft, Printed, print_paper, withdraw_paper

__all__ = [
    "Document",
    "Draft",
    "Printed",
    "open_register",
    "print_paper",
    "reserve_number",
    "take_number",
    "use_reserved",
    "void_number",
    "withdraw_paper",
]
