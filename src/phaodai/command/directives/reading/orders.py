"""Who is told to do something, sentence by sentence."""

import re
from dataclasses import dataclass

from phaodai.command.directives.reading.cites import KINDS
from phaodai.command.directives.reading.clauses import Clause, clauses_of
from phaodai.command.directives.reading.flat import Flat
from phaodai.command.directives.reading.unitbook import name_key
from phaodai.command.directives.reading.unitphrases import Named, units_at
from phaodai.command.directives.reading.values import Kind
from phaodai.command.directives.reading.words import (
    ANNOUNCES,
    AUXILIARY,
    FOLLOWING,
    GENERIC_PREDICATE,
    NO_TASKS_BELOW,
    ORDERS,
    PREAMBLE,
    VERB,
)

_ORDER = re.compile(
    "|".join(f"(?P<o{number}>{pattern})" for number, pattern in enumerate(ORDERS.values())), re.IGNORECASE
)
_ORDER_WORDS = list(ORDERS)
_AFTER_AGENT = re.compile(rf"\s{AUXILIARY}(?={_ORDER.pattern})", re.IGNORECASE)
_SECOND = re.compile(
    r"(?:\s?[,;]\s|\s)(?:và|đồng\sthời)\s(?=(?:trân\strọng\s|kính\s)?(?:đề\snghị|yêu\scầu|giao)\s)",
    re.IGNORECASE,
)
_INNER = re.compile(
    r"(?<!được)(?<!bàn)(?<!chuyển)(?<!ngoại)(?<!bị)\s(?=(?:phân\scông|giao)(?:\scho)?\s(?!thông|dịch|lưu|tiếp|ban\b|nhận|ước|diện))",
    re.IGNORECASE,
)
_DUTY_OF = re.compile(r"(?:(?:trách\snhiệm|nhiệm\svụ)\scủa|đối\svới)\s", re.IGNORECASE)
_OPENING = re.compile(
    r"(?:trước|chậm\snhất|muộn\snhất|về|căn\scứ|trên\scơ\ssở|từ|để|nhằm|trong|theo|sau|khi|trường\shợp|nếu|đến|ngay|tại|đối\svới|định\skỳ|hằng|hàng|mỗi)\s",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(rf"(?:{KINDS})\s(?:số\s)?\d", re.IGNORECASE)
_EVERYBODY = re.compile(
    r"(?:tất\scả|toàn|cả\shệ|các\scấp|mọi|các\scơ\squan,\s(?:ban,\s)?(?:đơn\svị|ban|ngành)|các\stổ\schức)",
    re.IGNORECASE,
)
_GROUP_START = re.compile(
    r"(?:các|tất\scả|toàn|mọi|những|mỗi|thủ\strưởng|người\sđứng\sđầu|cơ\squan|đơn\svị)\b|.*\bcác\s(?:sở|ban|bộ|ngành|cơ\squan|đơn\svị|địa\sphương|cấp|phòng|khoa|tổ\schức|doanh\snghiệp)\b",
    re.IGNORECASE,
)
_SPECIFIC_NOT = re.compile(r"(?:các|những|mỗi|từng|tất\scả|thành\sviên)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Order:
    """`start`: where its passage begins; `body`: where what is to be done begins."""

    rule: str
    leads: tuple[str, ...]
    kind: Kind
    start: int
    body: int
    agents: tuple[str, ...] = ()

    @property
    def is_explicit(self) -> bool:
        return self.rule not in ("agent_verb", "unit_colon", "unit_heading")


@dataclass(frozen=True)
class Circumstances:
    """What around a paragraph decides how it may be read."""

    is_operative: bool
    has_local_scope: bool
    has_items: bool
    is_item: bool
    is_below_giving: bool = False
    issuers: frozenset[str] = frozenset()


def orders_in(flat: Flat, start: int, end: int, around: Circumstances) -> list[Order]:
    """The orders of one paragraph, in order; two may share a passage ("giao A và đề nghị B …")."""
    found: list[Order] = []
    clauses = clauses_of(flat.text, start, end)
    barren = start  # up to here stands a list of units that are told nothing
    for clause in clauses:
        if clause.place < (found[-1].body if found else 0) or (
            clause.boundary == "comma" and clause.place < barren
        ):
            continue
        told = _orders_at(flat, clause, end, around, found)
        found += told
        barren = barren if told else _end_of_list(flat, clause, end)
    if found and found[0].start <= clauses[0].place:
        return found
    return [*_inner_order(flat, start, found[0].start if found else end, end, clauses, around), *found]


def _end_of_list(flat: Flat, clause: Clause, end: int) -> int:
    named = units_at(flat, clause.place, end, with_verb=False)
    return named.end if named else clause.place


def _orders_at(
    flat: Flat, clause: Clause, end: int, around: Circumstances, found: list[Order]
) -> list[Order]:
    if clause.boundary == "comma" and (
        found or (around.has_local_scope and not _is_after_opening(flat, clause))
    ):
        return []
    if clause.boundary == "colon" and found:
        return []
    direct = _direct(flat, clause, clause.place, end, around, ())
    if direct:
        return direct
    return _by_agent(flat, clause, end, around, bool(found))


def _direct(
    flat: Flat, clause: Clause, place: int, end: int, around: Circumstances, agents: tuple[str, ...]
) -> list[Order]:
    """ "Giao X …", "Đề nghị X …", "Yêu cầu X …"."""
    match = _ORDER.match(flat.text, place, end)
    if not match or not flat.text.startswith((" ", ":"), match.end()):
        return []
    word = _ORDER_WORDS[int(str(match.lastgroup)[1:])]
    if not agents and not _is_allowed(word, clause, around):
        return []
    begin = match.end() + (2 if flat.text.startswith(": ", match.end()) else 1)
    named = units_at(flat, begin, end)
    if named is None:
        return _to_nobody(flat, clause, word, begin, end, agents)
    return _told(flat, clause, word, named, end, around, agents)


def _is_allowed(word: str, clause: Clause, around: Circumstances) -> bool:
    if word in ("đề nghị", "phân công") and around.is_below_giving:
        return False  # "Giao Sở X: - Đề nghị Bộ Y …": it is X that asks
    if word == "chỉ đạo":
        return clause.boundary == "block" and not around.has_local_scope
    if around.has_local_scope and clause.boundary == "semicolon":
        return word in ("giao", "phân công")
    return True


def _to_nobody(
    flat: Flat, clause: Clause, word: str, place: int, end: int, agents: tuple[str, ...]
) -> list[Order]:
    """ "Ban Chỉ đạo … yêu cầu lấy mẫu …": everybody it concerns."""
    if word != "yêu cầu" or not agents or not VERB.match(flat.text, place, end):
        return []
    return [Order("required_of_all", (), "all", _passage(flat, clause), place, agents)]


def _told(
    flat: Flat,
    clause: Clause,
    word: str,
    named: Named,
    end: int,
    around: Circumstances,
    agents: tuple[str, ...],
) -> list[Order]:
    second = None if named.is_followed else _second(flat, clause, named, end)
    if not named.is_followed and second is None and not _may_stand_alone(flat, named, end, around):
        return []
    body = second.body if second else named.end
    first = Order(word, named.names, kind_of(word, named.names), _passage(flat, clause), body, agents)
    return [first, second] if second else [first]


def _second(flat: Flat, clause: Clause, named: Named, end: int) -> Order | None:
    match = _SECOND.match(flat.text, named.end, end)
    order = _ORDER.match(flat.text, match.end(), end) if match else None
    if not order:
        return None
    word = _ORDER_WORDS[int(str(order.lastgroup)[1:])]
    others = units_at(flat, order.end() + 1, end)
    if others is None or not others.is_followed:
        return None
    return Order(word, others.names, kind_of(word, others.names), _passage(flat, clause), others.end)


def _may_stand_alone(flat: Flat, named: Named, end: int, around: Circumstances) -> bool:
    """ "Giao Sở X:" before a list, or an unforeseen verb; never a line cut off after the unit."""
    rest = flat.text[named.end : end].strip()
    if rest.startswith(":") or not rest:
        return around.has_items or len(rest) > 12
    return len(rest) > 12 and not rest.startswith((",", ".", ";"))


def _by_agent(flat: Flat, clause: Clause, end: int, around: Circumstances, is_later: bool) -> list[Order]:
    place = clause.place
    duty = _DUTY_OF.match(flat.text, place, end)
    named = units_at(flat, duty.end() if duty else place, end)
    if named is None:
        return []
    ordering = _AFTER_AGENT.match(flat.text, named.end, end)
    if ordering:
        told = _direct(flat, clause, ordering.end(), end, around, named.names)
        if told and (told[0].rule != "chỉ đạo" or _is_issuer(named, around)):
            return told
    return _by_itself(flat, clause, named, end, around, is_later)


def _by_itself(
    flat: Flat, clause: Clause, named: Named, end: int, around: Circumstances, is_later: bool
) -> list[Order]:
    """Agent and verb without "giao", or a unit before a colon."""
    if _is_issuer(named, around) or (
        clause.boundary == "colon" and not _is_after_topic(flat, clause, around)
    ):
        return []
    if clause.boundary == "comma" and not (
        around.is_item and _is_specific(named) and _is_after_opening(flat, clause)
    ):
        return []
    if clause.boundary == "semicolon" and (is_later or around.has_local_scope) and not _is_specific(named):
        return []
    if clause.boundary == "semicolon" and " đã " in flat.text[clause.sentence : clause.place]:
        return []  # a story of what was done
    rest = flat.text[named.end : end].lstrip()
    if clause.boundary == "block" and (rest.startswith(":") or (not rest and around.has_items)):
        return _heading(flat, clause, named, end, around, rest)
    if not named.is_followed or not around.is_operative or ANNOUNCES.match(rest):
        return []
    if flat.text[end - 1] == ":" and not around.is_item:
        return []
    kind: Kind = "all" if _EVERYBODY.match(named.names[0]) else "assign"
    start = clause.sentence if clause.boundary in ("comma", "colon") else clause.start
    return [Order("agent_verb", named.names, kind, start, named.end)]


def _is_after_opening(flat: Flat, clause: Clause) -> bool:
    """ "Trước ngày 15/9, Sở X …", "Về xét nghiệm, Sở X …": one opening before the unit and nothing else."""
    before = flat.text[clause.sentence : clause.start]
    return _OPENING.match(before) is not None and before.count(", ") <= 2 and len(before) < 160


def _is_after_topic(flat: Flat, clause: Clause, around: Circumstances) -> bool:
    """ "2. Về vận chuyển: Sở X cấp phù hiệu …"."""
    topic = flat.text[clause.sentence : clause.start]
    return around.is_item and len(topic) < 90 and topic.count(":") == 1 and not NO_TASKS_BELOW.match(topic)


def _heading(
    flat: Flat, clause: Clause, named: Named, end: int, around: Circumstances, rest: str
) -> list[Order]:
    body = flat.text.index(":", named.end) + 1 if rest else end
    told = rest[1:].strip()
    if _DOCUMENT.match(told) or not (around.has_items or (around.is_operative and VERB.match(told))):
        return []
    return [Order("unit_colon" if rest else "unit_heading", named.names, "assign", clause.start, body)]


def _inner_order(
    flat: Flat, start: int, limit: int, end: int, clauses: list[Clause], around: Circumstances
) -> list[Order]:
    """ "… xây dựng kế hoạch phân công Sở X điều phối …": given in the middle of a clause."""
    if around.has_local_scope or not around.is_operative:
        return []
    for match in _INNER.finditer(flat.text, start, limit):
        clause = max((one for one in clauses if one.start <= match.start()), key=lambda one: one.start)
        order = _ORDER.match(flat.text, match.end(), end)
        named = units_at(flat, order.end() + 1, end) if order else None
        if order and named and named.is_followed and _is_specific(named):
            inner = Clause("comma", match.end(), clause.sentence, match.end())
            return [Order("giao", named.names, "assign", _passage(flat, inner), named.end)]
    return []


def _passage(flat: Flat, clause: Clause) -> int:
    """An order in the middle of a sentence takes its sentence with it, but for a preamble."""
    if clause.boundary in ("block", "sentence", "semicolon"):
        return clause.start
    return clause.start if PREAMBLE.match(flat.text, clause.sentence) else clause.sentence


def _is_issuer(named: Named, around: Circumstances) -> bool:
    return any(f" {name_key(name)} " in issuer for name in named.names for issuer in around.issuers)


def _is_specific(named: Named) -> bool:
    return not any(_SPECIFIC_NOT.match(name) for name in named.names[:1])


def kind_of(word: str, names: tuple[str, ...]) -> Kind:
    """The kind an order word gives: "yêu cầu các …" speaks to all."""
    if word == "đề nghị":
        return "request"
    if word == "yêu cầu" and (any(_GROUP_START.match(name) for name in names)):
        return "all"
    return "assign"


def is_generic(flat: Flat, start: int, end: int) -> bool:
    """Whether a predicate says only "carry out the following"."""
    if GENERIC_PREDICATE.fullmatch(flat.text, start, end):
        return True
    return FOLLOWING.search(flat.text[max(start, end - 250) : end]) is not None
