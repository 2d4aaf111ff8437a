"""Notices of our own writing with their answers, and how a reading is held against them."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from phaodai.command.directives.reading.flat import folded
from phaodai.command.directives.reading.unitbook import name_key
from phaodai.command.directives.reading.values import TaskDraft

NOTICES = Path(__file__).parent / "notices"


@dataclass(frozen=True)
class Answer:
    """One task as decided by hand; `start:end` in the text, `due_at` ISO."""

    kind: str
    lead: tuple[str, ...]
    due_at: str | None
    start: int
    end: int
    facts: dict[str, Any]


@dataclass(frozen=True)
class Notice:
    name: str
    text: str
    facts: dict[str, Any]
    answers: tuple[Answer, ...]


@cache
def notices() -> tuple[Notice, ...]:
    return tuple(notice(path) for path in sorted(NOTICES.glob("*.toml")))


def notice(path: Path) -> Notice:
    facts = tomllib.loads(path.read_text("utf-8"))
    text = facts.pop("text")
    return Notice(path.stem, text, facts, tuple(_answers(text, facts.pop("tasks", []))))


def _answers(text: str, tasks: list[dict[str, Any]]) -> Iterator[Answer]:
    at = 0
    for task in tasks:
        start = _place(text, task["first"], at).start()
        end = _place(text, task["last"], start).end()
        yield Answer(task["kind"], tuple(task["lead"]), task.get("due_at"), start, end, task)
        at = start + 1


def _place(text: str, words: str, at: int) -> re.Match[str]:
    found = re.compile(r"\s+".join(map(re.escape, words.split()))).search(text, at)
    assert found, words
    return found


def overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Intersection over union of two spans."""
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return shared / (one[1] - one[0] + other[1] - other[0] - shared)


def same_leads(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """The same units in the same order, however the list was cut."""
    return _leads(one) == _leads(other)


def _leads(names: tuple[str, ...]) -> list[str]:
    return [word for name in names for word in name_key(name).split() if word not in ("cac", "dong", "chi")]


def is_match(task: TaskDraft, answer: Answer) -> bool:
    """Half of the passage shared, the same leads, the same deadline, the same kind."""
    due_at = task.due_at.isoformat() if task.due_at else None
    return (
        overlap((task.start, task.end), (answer.start, answer.end)) >= 0.5
        and same_leads(task.lead, answer.lead)
        and due_at == answer.due_at
        and task.kind == answer.kind
    )


def pairs(tasks: tuple[TaskDraft, ...], answers: tuple[Answer, ...]) -> list[tuple[TaskDraft, Answer]]:
    """Each answer with the first free task that matches it."""
    free, found = list(tasks), []
    for answer in answers:
        task = next((one for one in free if is_match(one, answer)), None)
        if task:
            free.remove(task)
            found.append((task, answer))
    return found


def shown(text: str, start: int, end: int) -> str:
    whole = folded(text[start:end])
    return whole if len(whole) < 90 else f"{whole[:60]} … {whole[-25:]}"
