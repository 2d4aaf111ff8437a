"""Single items in the many ways a notice can put them."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from phaodai.command.directives.reading.reader import read_text
from phaodai.command.directives.reading.tests.answers import same_leads

HEAD = """UBND THÀNH PHỐ HÀ NỘI

Số: 55/TB-UBND

Hà Nội, ngày 10 tháng 9 năm 2021

THÔNG BÁO
Kết luận cuộc họp

UBND Thành phố chỉ đạo như sau:

"""
ITEMS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "items.toml").read_text("utf-8"))[
    "items"
]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["text"][:50])
def test_an_item(item: dict[str, Any]) -> None:
    tasks = read_text(f"{HEAD}{item['text']}\n\nNơi nhận:\n- Như trên.\n").tasks
    assert [task.kind for task in tasks] == [kind for kind, _, _ in item["tasks"]]
    for task, (_, leads, due) in zip(tasks, item["tasks"], strict=True):
        assert same_leads(task.lead, tuple(leads)), task.lead
        assert (task.due_at.isoformat() if task.due_at else "").startswith(due)
        assert bool(task.due_at) == bool(due)


DETAILS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "details.toml").read_text("utf-8"))[
    "items"
]


@pytest.mark.parametrize("item", DETAILS, ids=lambda item: item["text"][:50])
def test_details_of_an_item(item: dict[str, Any]) -> None:
    (task,) = read_text(f"{HEAD}{item['text']}\n").tasks
    for name, wanted in item.items():
        if name != "text":
            value = getattr(task, name)
            assert (list(value) if isinstance(value, tuple) else value or "") == wanted, name
