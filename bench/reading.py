"""How well and how fast notices are read: `python -m bench.reading`.

Reads `seeds/` under PHAODAI_REALDATA (default ../shared) against the answers in tests/realdata/notices, decided by hand
before the rules were written. The texts are read where they lie and never copied; docs/directives.md shows the table.
"""

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from phaodai.command.directives.reading.files import read_file
from phaodai.command.directives.reading.reader import read_text
from phaodai.command.directives.reading.tests.answers import Answer, notices, pairs
from phaodai.command.directives.reading.values import Reading, TaskDraft

ANSWERS = Path(__file__).resolve().parents[1] / "tests" / "realdata" / "notices"
KINDS = ("assign", "request", "all", "deadline")
SIGNS_A_PAGE = 2_600


@dataclass(frozen=True)
class Score:
    """How many of the answers were found, and how many readings were right."""

    notice: str
    kind: str
    wanted: int
    read: int
    right: int

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.read if self.read else 1.0


def folder() -> Path:
    return Path(os.environ.get("PHAODAI_REALDATA", "../shared")) / "seeds"


def answered() -> list[str]:
    """The notices there are answers for."""
    return sorted(path.stem for path in ANSWERS.glob("*.json"))


def reading_of(notice: str) -> Reading:
    return read_file(next(folder().glob(f"{notice}_*.txt")))


def answers_of(notice: str) -> tuple[Answer, ...]:
    facts = json.loads((ANSWERS / f"{notice}.json").read_text("utf-8"))
    return tuple(
        Answer(one["kind"], tuple(one["lead"]), one["due_at"], one["start"], one["end"], one)
        for one in facts["tasks"]
    )


def scores(notice: str) -> list[Score]:
    """One row a kind; `deadline` counts the tasks of any kind that have one."""
    tasks, answers = reading_of(notice).tasks, answers_of(notice)
    right = pairs(tasks, answers)
    return [_score(notice, kind, tasks, answers, right) for kind in KINDS]


def _score(
    notice: str,
    kind: str,
    tasks: tuple[TaskDraft, ...],
    answers: tuple[Answer, ...],
    right: list[tuple[TaskDraft, Answer]],
) -> Score:
    def counts(one: TaskDraft | Answer) -> bool:
        return one.due_at is not None if kind == "deadline" else one.kind == kind

    return Score(
        notice,
        kind,
        sum(map(counts, answers)),
        sum(map(counts, tasks)),
        sum(counts(answer) for _, answer in right),
    )


def table() -> str:
    """Markdown: precision and recall by notice and kind."""
    head = "| notice | kind | by hand | read | right | precision | recall |\n|---|---|---|---|---|---|---|"
    rows = [row for notice in answered() for row in scores(notice) if row.wanted or row.read]
    lines = [
        f"| {row.notice} | {row.kind} | {row.wanted} | {row.read} | {row.right} | {row.precision:.2f} | {row.recall:.2f} |"
        for row in rows
    ]
    return "\n".join([head, *lines])


def long_notice(pages: int = 20) -> str:
    """A notice of so many pages, made of our own notices' lines."""
    head, *_ = notices()[-2].text.split("\n1. ")
    items = [
        line
        for notice in notices()
        for line in notice.text.split("\n")
        if line.startswith(("- ", "1. ", "2. ", "3. "))
    ]
    body: list[str] = []
    while sum(map(len, body)) < pages * SIGNS_A_PAGE:
        body += items
    return head + "\n" + "\n\n".join(body)


def seconds(text: str, times: int = 7) -> list[float]:
    """How long reading takes, sorted; the first reading (which compiles the book of units) does not count."""
    read_text(text)
    return sorted(_seconds(text) for _ in range(times))


def _seconds(text: str) -> float:
    begun = perf_counter()
    read_text(text)
    return perf_counter() - begun


def main() -> int:
    text = long_notice()
    taken = seconds(text)
    if folder().is_dir():
        print(table())
    else:
        print(f"No notices under {folder()}; set PHAODAI_REALDATA.", file=sys.stderr)
    print(
        f"\n20 pages ({len(text)} letters, {len(read_text(text).tasks)} tasks): {taken[len(taken) // 2] * 1000:.0f} ms"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
