"""The permission table as an official reads it: capabilities down, roles across; also in docs/access.md."""

from dataclasses import dataclass

from phaodai.city.accounts.permissions import ROLES, Role
from phaodai.city.accounts.terms import Capability


@dataclass(frozen=True)
class TableRow:
    """One capability and, for each role in order, whether it has it."""

    capability: str
    label: str
    granted: tuple[bool, ...]


def role_order() -> list[Role]:
    """The roles in the order of the columns."""
    return list(Role)


def permission_rows() -> list[TableRow]:
    """Every capability with its label in the language in force."""
    return [
        TableRow(
            str(capability.value),
            str(capability.label),
            tuple(capability.value in ROLES[role].capabilities for role in role_order()),
        )
        for capability in Capability
    ]


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def permission_markdown() -> str:
    """The table in Markdown, with both languages of every label."""
    roles = role_order()
    heads = ["", *(f"{role.label_vi}<br>{role.label_en}" for role in roles)]
    factor = [
        "Đăng nhập hai bước<br>Second factor",
        *("●" if ROLES[r].needs_second_factor else "" for r in roles),
    ]
    lines = [_line(heads), _line(["---", *("---" for _ in roles)]), _line(factor)]
    for row in permission_rows():
        capability = Capability(row.capability)
        label = f"`{row.capability}`<br>{capability.label_vi}<br>{capability.label_en}"
        lines.append(_line([label, *("●" if has else "" for has in row.granted)]))
    return "\n".join(lines) + "\n"
