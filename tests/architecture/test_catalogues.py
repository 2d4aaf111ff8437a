"""The catalogues of the modules are one to the reader: Django merges them, so they must agree and be complete."""

import ast
import gettext
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[2] / "src" / "phaodai"
CATALOGUES = sorted(SOURCE.rglob("locale/vi/LC_MESSAGES/django.po"))
CALLS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "ngettext": 2, "ngettext_lazy": 2}
LITERAL = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"(?:pgettext\({LITERAL},\s*|(?<!p)gettext\(|\b_\(){LITERAL}(?:,\s*{LITERAL})?")


def entries() -> Iterator[tuple[Path, polib.POEntry]]:
    """Every living entry of every catalogue."""
    for path in CATALOGUES:
        for entry in polib.pofile(str(path)):
            if not entry.obsolete:
                yield path, entry


def words_of(entry: polib.POEntry) -> tuple[str, ...]:
    """The Vietnamese of an entry, one string a plural form."""
    return tuple(entry.msgstr_plural.values()) if entry.msgid_plural else (entry.msgstr,)


def where(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def source_files(pattern: str) -> list[Path]:
    """Files of the product; tests write texts of their own."""
    return [path for path in sorted(SOURCE.rglob(pattern)) if "tests" not in path.parts]


def texts_in_python(path: Path) -> Iterator[str]:
    """The literal texts given to gettext in one Python file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            for argument in node.args[: CALLS[node.func.id]]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def texts_in_template(path: Path) -> Iterator[str]:
    """The texts of ``{% translate %}``, ``{% blocktranslate %}`` and ``_("…")``, as makemessages collects them."""
    for found in CALL.finditer(templatize(path.read_text(encoding="utf-8"))):
        yield from (ast.literal_eval(text) for text in found.groups()[1:] if text)


def used_texts() -> Iterator[tuple[Path, str]]:
    for path in source_files("*.py"):
        yield from ((path, text) for text in texts_in_python(path))
    for path in source_files("templates/**/*"):
        if path.suffix in {".html", ".txt"}:
            yield from ((path, text) for text in texts_in_template(path))


def test_one_text_reads_the_same_in_every_module() -> None:
    found: dict[tuple, dict[tuple[str, ...], list[str]]] = defaultdict(lambda: defaultdict(list))
    for path, entry in entries():
        found[entry.msgctxt, entry.msgid, entry.msgid_plural][words_of(entry)].append(where(path))
    assert {key: dict(words) for key, words in found.items() if len(words) > 1} == {}


def test_every_entry_is_translated_and_none_is_a_guess() -> None:
    assert [
        (where(path), entry.msgid) for path, entry in entries() if entry.fuzzy or not all(words_of(entry))
    ] == []


def test_every_text_in_use_has_its_vietnamese() -> None:
    known = {entry.msgid for _path, entry in entries()}
    known |= {entry.msgid_plural for _path, entry in entries()}
    assert sorted({(where(path), text) for path, text in used_texts() if text and text not in known}) == []


def test_the_navigation_uses_the_words_of_the_field() -> None:
    words = {entry.msgid: entry.msgstr for path, entry in entries() if where(path).startswith("site/")}
    assert [words[text] for text in NAVIGATION] == list(NAVIGATION.values())


NAVIGATION = {
    "Cases": "Ca bệnh",
    "Contacts": "Truy vết",
    "Tests": "Xét nghiệm",
    "Quarantine": "Cách ly",
    "Record visits": "Ghi lượt đến",
    "People and households": "Người và hộ",
    "Places": "Địa điểm",
    "Areas": "Địa bàn",
    "Organisations": "Đơn vị",
    "Rules in force": "Quy định áp dụng",
}


def test_what_is_compiled_is_what_was_written() -> None:
    """A blank line in the wrong place hides an entry from the program, not from a reader."""
    lost = []
    for path in CATALOGUES:
        with path.with_suffix(".mo").open("rb") as compiled:
            known = gettext.GNUTranslations(compiled)._catalog
        for entry in polib.pofile(str(path)):
            key = f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid
            if not entry.obsolete and key not in known and (key, 0) not in known:
                lost.append((where(path), entry.msgid))
    assert lost == []
