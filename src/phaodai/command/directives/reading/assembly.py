"""From paragraphs to passages: who is in charge of each, what an introducing line passes down, what belongs together."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from phaodai.command.directives.reading.clauses import clauses_of
from phaodai.command.directives.reading.dates import WINDOW, window_end
from phaodai.command.directives.reading.flat import Flat
from phaodai.command.directives.reading.layout import PLAIN, Block, Node
from phaodai.command.directives.reading.orders import Circumstances, Order, is_generic, orders_in
from phaodai.command.directives.reading.values import Kind
from phaodai.command.directives.reading.words import ANNOUNCES, CLOSING, NO_TASKS_BELOW, STARTER, VERB

_TOPIC = re.compile(r"(?:(?:về|đối\svới)\s)?[^.:;]{2,90}:\s", re.IGNORECASE)
_ABOUT = re.compile(r"về\s[^,:;.]{3,120}[,:]\s", re.IGNORECASE)
_NOT_A_DUTY = re.compile(
    r"(?:các\s|những\s|một\ssố\s|tất\scả\s(?:các\s)?)?(?:trường\shợp|người\s|nhân\sdân|đối\stượng|mọi\s|mỗi\s|cá\snhân|công\sdân|hộ\sgia\sđình|thời\sgian|địa\sđiểm|thành\sphần|thành\sphố\ssẽ|số\slượng|nội\sdung|danh\ssách|ghi\schú|kèm\stheo|\d|[\"“(]|f\d)",
    re.IGNORECASE,
)
_MUST = re.compile(r"\b(?:cần|phải|đề\snghị|yêu\scầu|không\sđược|tuyệt\sđối|tiếp\stục)\b", re.IGNORECASE)
_CAPTION = re.compile(r"(?:\(|\b)ảnh\s?(?::|minh\shọa)|^nguồn|\.\sảnh\b", re.IGNORECASE)
_STORY = re.compile(
    r"(?:qua|tuy\snhiên|để|thời\sgian\squa|trong\sthời\sgian\squa|sau\skhi|nhìn\schung|trước\stình|hiện\snay|đến\snay|tính\sđến|thực\shiện\scông)\s",
    re.IGNORECASE,
)
_OF_ITSELF = re.compile(
    r"(?:công\s(?:điện|văn)|thông\sbáo|chỉ\sthị|kế\shoạch|quyết\sđịnh|văn\sbản)\s.{0,80}?(?:được\s(?:đăng|gửi|công\sbố)|có\shiệu\slực)",
    re.IGNORECASE | re.DOTALL,
)
"""A closing line about a document, not about anybody's work."""
_PRAISE = re.compile(
    r"(?:ghi\snhận|biểu\sdương|hoan\snghênh|đánh\sgiá\scao|nhiệt\sliệt|cảm\sơn|trân\strọng)\b", re.IGNORECASE
)
_ASKS_ANEW = re.compile(r"(?:yêu\scầu|đề\snghị|giao|kính\sđề\snghị)\s", re.IGNORECASE)
_RECOMMENDS = re.compile(r"(?:(?:một\ssố\s)?(?:kiến\snghị|đề\snghị|đề\sxuất|khuyến\snghị))\b", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:theo\sđó|đồng\sthời|cụ\sthể|trong\sđó|ngoài\sra|bên\scạnh\sđó)\b", re.IGNORECASE)
_ENACTS = re.compile(
    r"chịu\strách\snhiệm\s(?:thi\shành|thực\shiện)\s(?:nghiêm\s)?(?:quyết\sđịnh|chỉ\sthị|kế\shoạch|nghị\squyết|công\sđiện)\snày|(?:căn\scứ\s)?quyết\sđịnh\sthi\shành",
    re.IGNORECASE,
)
_LONG_HEADING = 170


@dataclass(frozen=True)
class Scope:
    """What an introducing line says of the lines below it."""

    leads: tuple[str, ...]
    kind: Kind
    rule: str
    is_local: bool
    is_generic: bool
    due_at: datetime | None = None
    is_silent: bool = False
    is_asking: bool = False


@dataclass
class Passage:
    """One task to be: `start:end` in the flat text, `body` where what is to be done begins."""

    leads: tuple[str, ...]
    kind: Kind
    start: int
    end: int
    body: int
    why: tuple[str, ...]
    inherited_due: datetime | None = None


NOBODY = Scope((), "all", "", is_local=False, is_generic=True, is_silent=True)


@dataclass
class Assembly:
    """Walks the tree of a notice once and collects its passages."""

    flat: Flat
    issued_on: date | None
    is_official: bool
    issuers: frozenset[str]
    passages: list[Passage] = field(default_factory=list)
    closing: tuple[int, int] | None = None
    is_operative: bool = False
    is_over: bool = False
    _last_item: Block | None = None

    def walk(self, nodes: list[Node], scope: Scope, *, is_root: bool) -> None:
        for node in nodes:
            if self.is_over:
                return
            self._visit(node, scope, is_root=is_root)

    def _visit(self, node: Node, scope: Scope, *, is_root: bool) -> None:
        text = self._text(node.block)
        if self._skips(node, text):
            return
        if CLOSING.match(text) or self._announces(node.block, text):
            self._end_of_text(text)
            return
        below = self._read(node, scope, text, is_root=is_root)
        if (node.is_intro and node.children) or node.block.is_item or not self.is_official:
            self.is_operative = True
        self._end_of_text(text)
        self._walk_below(node, below)

    def _walk_below(self, node: Node, below: Scope) -> None:
        before = len(self.passages)
        head = self.passages[-1] if self.passages and self.passages[-1].end == node.block.end else None
        self.walk(node.children, below, is_root=False)
        if head and len(self.passages) == before:
            self._absorb(head, node)
        elif (
            not head
            and len(self.passages) == before
            and node.block.is_item
            and not below.is_silent
            and below.leads
        ):
            self._whole(node, below)

    def _absorb(self, head: Passage, node: Node) -> None:
        """Details listed below a task belong to it."""
        details = [child for child in node.children if child.block.is_item]
        if details and not any(child.children for child in details) and not self._is_quiet(node):
            head.end = max(head.end, details[-1].block.end)

    def _is_quiet(self, node: Node) -> bool:
        return any(
            CLOSING.match(self._text(child.block)) or self._announces(child.block, self._text(child.block))
            for child in node.children
        )

    def _whole(self, node: Node, scope: Scope) -> None:
        """A heading whose items are no tasks of their own is one task with them."""
        text = self._text(node.block)
        if node.children and VERB.match(text) and not NO_TASKS_BELOW.match(text):
            self._add(
                scope.leads,
                scope.kind,
                node.block.start,
                node.last.block.end,
                node.block.start,
                ("inherited_lead", "with_details"),
                scope.due_at,
            )

    def _text(self, block: Block) -> str:
        return self.flat.text[block.start : block.end]

    def _skips(self, node: Node, text: str) -> bool:
        """Titles in capitals; in the press, captions and lines that are no sentence."""
        if text.isupper() and not node.children:
            return True
        is_loose = not self.is_official and not node.block.is_item and not node.children
        return is_loose and (
            _CAPTION.search(text[:250]) is not None or (len(text) < 160 and text[-1] not in ".;:!…")
        )

    def _announces(self, block: Block, text: str) -> bool:
        found = re.match(r"[^.:;]{3,160}?\s(?=(?:xin\s)?(?:trân\strọng\s)?thông\sbáo\s)", text, re.IGNORECASE)
        if found and ANNOUNCES.match(text, found.end()) and not text.endswith(":"):
            self.closing = (block.start, block.end)
            return True
        return False

    def _end_of_text(self, text: str) -> None:
        if text.rstrip(" .").endswith("./") or text.endswith("./."):
            self.is_over = True

    def _read(self, node: Node, scope: Scope, text: str, *, is_root: bool) -> Scope:
        """Add the passages of one paragraph; what it passes down comes back."""
        block = node.block
        items = [child for child in node.children if child.block.is_item or child.children]
        around = Circumstances(
            is_operative=self.is_operative or block.is_item or not self.is_official,
            has_local_scope=scope.is_local and bool(scope.leads),
            has_items=bool(items) or (block.is_item and bool(node.children) and text[-1] not in ".;"),
            is_item=block.is_item,
            is_below_giving=scope.is_local and scope.rule in ("giao", "unit_colon", "unit_heading"),
            issuers=self.issuers,
        )
        orders = orders_in(self.flat, block.start, block.end, around)
        if not orders:
            return self._without_order(node, scope, text, items)
        if scope.is_asking:
            orders = [order if order.is_explicit else replace(order, kind="request") for order in orders]
        self._before_first(block, orders[0], scope)
        return self._with_orders(node, orders, scope, items, is_root=is_root)

    def _with_orders(
        self, node: Node, orders: list[Order], scope: Scope, items: list[Node], *, is_root: bool
    ) -> Scope:
        block = node.block
        below = scope
        for number, order in enumerate(orders):
            later = [other.start for other in orders[number + 1 :] if other.start > order.start]
            end = later[0] if later else self._end_of_order(order, block, items)
            is_last = not later
            generic = is_generic(self.flat, order.body, end)
            if is_last and (items or (node.children and (node.is_intro or order.rule == "unit_heading"))):
                below = self._passed_down(node, order, generic, end, is_root=is_root)
                if generic:
                    continue
            elif (generic and not self._is_own_item(node, order)) or _ENACTS.search(
                self.flat.text, order.start, end
            ):
                continue
            self._add(
                order.leads, order.kind, order.start, end, order.body, (order.rule,), scope.due_at, block.rank
            )
        return below

    def _is_own_item(self, node: Node, order: Order) -> bool:
        """ "3. Các sở, ngành chủ động triển khai.": an item says something even in general words."""
        return node.block.is_item and not order.agents and order.rule != "yêu cầu"

    def _end_of_order(self, order: Order, block: Block, items: list[Node]) -> int:
        """In the story before the orders proper, only the sentence itself."""
        sentences = [
            one.start
            for one in clauses_of(self.flat.text, order.body, block.end)
            if one.boundary == "sentence"
        ]
        if not (self.is_operative or block.is_item or items) and self.is_official:
            return sentences[0] if sentences else block.end
        return next((place for place in sentences if _PRAISE.match(self.flat.text, place)), block.end)

    def _passed_down(self, node: Node, order: Order, generic: bool, end: int, *, is_root: bool) -> Scope:
        due = window_end(self.flat.text, order.body, end, self.issued_on)
        is_wide = is_root and not node.block.is_item and order.rule in ("yêu cầu", "đề nghị")
        return Scope(
            order.leads, order.kind, order.rule, not is_wide, generic, due, is_silent=not order.leads
        )

    def _before_first(self, block: Block, first: Order, scope: Scope) -> None:
        """Sentences before the first order fall under what was introduced above."""
        start, end = self.flat.trimmed(block.start, first.start)
        if (
            end - start > 40
            and not scope.is_silent
            and scope.leads
            and block.is_item
            and self._is_duty(start, end, scope)
        ):
            self._add(scope.leads, scope.kind, start, end, start, ("inherited_lead",), scope.due_at)

    def _without_order(self, node: Node, scope: Scope, text: str, items: list[Node]) -> Scope:
        block = node.block
        if NO_TASKS_BELOW.match(text) and (items or node.children) and len(text) < _LONG_HEADING:
            return replace(scope, is_silent=True)
        window = window_end(self.flat.text, block.start, block.end, self.issued_on)
        due = window or scope.due_at
        below = replace(scope, due_at=due)
        if self._is_heading(node, text):
            below = replace(
                below, is_asking=below.is_asking or (bool(items) and _RECOMMENDS.match(text) is not None)
            )
            # "Tránh hai khuynh hướng:" is a duty in itself; only what begins with a verb below it is another.
            return replace(below, is_generic=False) if VERB.match(text) else below
        if not block.is_item and not node.children and self._continues(block, scope):
            return below
        if scope.leads and not scope.is_silent and self._is_duty(block.start, block.end, scope):
            self._add(
                scope.leads,
                scope.kind,
                block.start,
                block.end,
                block.start,
                ("inherited_lead", f"from_{scope.rule}"),
                due,
                block.rank,
            )
        return below

    def _is_heading(self, node: Node, text: str) -> bool:
        """A line that only names what its items are about."""
        if WINDOW.match(text) and (node.children and text.endswith(":")):
            return True
        if node.children:
            return len(text) < _LONG_HEADING and (text.endswith(":") or not text.endswith((".", ";")))
        return len(text) < 70 and not text.endswith((".", ";", "/")) and not VERB.match(text)

    def _continues(self, block: Block, scope: Scope) -> bool:
        """A plain paragraph right after an item's task goes on with it."""
        last = self.passages[-1] if self.passages else None
        if last is None or self._last_item is None or last.end != self._last_item.end:
            return False
        if not self.is_operative or block.start - last.end > 12:
            return False
        text = self._text(block)
        if any(told.match(text) for told in (_STORY, _ASKS_ANEW, _OF_ITSELF)) or _CAPTION.search(text):
            return False
        if self._last_item.rank >= PLAIN and not (
            _GOES_ON.match(text) or (self.is_official and VERB.match(text))
        ):
            return False
        last.end = block.end
        last.why = (*last.why, "continued")
        self._last_item = block
        return True

    def _is_duty(self, start: int, end: int, scope: Scope) -> bool:
        """Whether a line below an introducing one says something to be done."""
        text = self.flat.text[start:end]
        if NO_TASKS_BELOW.match(text):
            return False
        about = _ABOUT.match(text) or _TOPIC.match(text)
        rest = text[about.end() :] if about else text
        if VERB.match(rest) or (STARTER.match(rest) and len(rest) > 40):
            return True
        if _NOT_A_DUTY.match(text):
            return False
        return (
            scope.is_generic
            and len(text) > 40
            and (scope.is_local or _MUST.search(text) is not None or ";" in text)
        )

    def _add(
        self,
        leads: tuple[str, ...],
        kind: Kind,
        start: int,
        end: int,
        body: int,
        why: tuple[str, ...],
        due: datetime | None,
        rank: float = PLAIN,
    ) -> None:
        start, end = self.flat.trimmed(start, end)
        if end - start < 12:
            return
        self.passages.append(Passage(leads, kind, start, end, max(body, start), why, due))
        self._last_item = Block(rank, start, end)
