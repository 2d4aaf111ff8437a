"""`read_text`: a notice in, what it orders out. Every rule is named in `TaskDraft.why`."""

import unicodedata

from phaodai.command.directives.reading import refusals
from phaodai.command.directives.reading.assembly import NOBODY, Assembly, Passage
from phaodai.command.directives.reading.cites import citations_in, masked
from phaodai.command.directives.reading.dates import deadlines_in
from phaodai.command.directives.reading.details import (
    condition,
    monitors,
    monitors_everything,
    recurrence,
    reporting,
    supporting,
)
from phaodai.command.directives.reading.flat import Flat, flatten, folded
from phaodai.command.directives.reading.header import Header, announced_issuer, read_header, reporting_issuer
from phaodai.command.directives.reading.layout import Node, blocks_of, tree_of, without_addressees
from phaodai.command.directives.reading.orders import Circumstances, orders_in
from phaodai.command.directives.reading.repair import repaired
from phaodai.command.directives.reading.unitbook import Resolver, default_book, name_key
from phaodai.command.directives.reading.values import Citation, Reading, TaskDraft, UnitBook

LONGEST_TEXT = 250_000
"""Code points; some 90 printed pages."""


def read_text(text: str, *, units: UnitBook | None = None) -> Reading:
    """Read a notice. `units` are the organisations names are resolved against (default: `default_book`).

    Never raises on any text: what cannot be read is `refused` with one sentence.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    reason = refusals.of_text(text, LONGEST_TEXT)
    if reason:
        return refused(text[:LONGEST_TEXT], reason)
    return _read(text, units or default_book())


def refused(text: str, reason: str) -> Reading:
    """A reading that gives nothing but its reason."""
    return Reading(text, None, None, None, None, refused=reason)


def _read(text: str, units: UnitBook) -> Reading:
    written = flatten(text)
    flat = Flat(repaired(written.text), written.at, written.text)
    header = read_header(text, flat)
    tree = tree_of(without_addressees(blocks_of(text, flat), flat), flat)
    issuers = _issuers(tree, flat, header)
    assembly = Assembly(flat, header.near, header.is_official, _keys(issuers, header))
    assembly.walk(tree, NOBODY, is_root=True)
    issuer = _issuer(header, issuers, assembly, flat)
    cites = citations_in(flat, 0, len(flat.text))
    resolver = Resolver(units, text, issuer or "")
    return Reading(
        text=text,
        number=header.number,
        issued_on=header.issued_on,
        issuer=issuer,
        title=header.title,
        cites=tuple(
            _cited(one, flat) for one in cites if one.number != header.number or header.number is None
        ),
        tasks=tuple(_tasks(assembly, flat, written, cites, header, resolver)),
    )


def _keys(issuers: tuple[str, ...], header: Header) -> frozenset[str]:
    """The issuers' names as keys between blanks, to find a shorter form of a name within."""
    return frozenset(f" {name_key(name)} " for name in (*issuers, header.issuer or "") if name)


def _issuer(header: Header, agents: tuple[str, ...], assembly: Assembly, flat: Flat) -> str | None:
    if header.issuer:
        return header.issuer
    if agents:
        return ", ".join(agents)
    announced = announced_issuer(flat, *assembly.closing) if assembly.closing else None
    return announced or reporting_issuer(flat)


def _issuers(tree: list[Node], flat: Flat, header: Header) -> tuple[str, ...]:
    """Who gives the orders: "UBND Thành phố yêu cầu …"; the first such line that introduces others counts most."""
    around = Circumstances(is_operative=False, has_local_scope=False, has_items=True, is_item=False)
    found: list[tuple[str, ...]] = []
    for node in tree:
        for order in orders_in(flat, node.block.start, node.block.end, around):
            if order.agents:
                found.append(order.agents)
    return (
        found[-1]
        if found and header.is_official
        else tuple(dict.fromkeys(name for names in found for name in names))
    )


def _cited(one: Citation, flat: Flat) -> Citation:
    start, end = flat.original(one.start, one.end)
    return Citation(one.kind, one.number, one.issued_on, start, end)


def _tasks(
    assembly: Assembly, flat: Flat, written: Flat, cites: list[Citation], header: Header, resolver: Resolver
) -> list[TaskDraft]:
    watcher = _watcher(assembly, flat)
    return [_task(passage, flat, written, cites, header, resolver, watcher) for passage in assembly.passages]


def _watcher(assembly: Assembly, flat: Flat) -> str | None:
    """The unit told to follow up the whole notice."""
    for passage in assembly.passages:
        if passage.leads and monitors_everything(flat, passage.body, passage.end):
            return passage.leads[0]
    return None


def _task(
    passage: Passage,
    flat: Flat,
    written: Flat,
    cites: list[Citation],
    header: Header,
    resolver: Resolver,
    watcher: str | None,
) -> TaskDraft:
    start, end = passage.start, passage.end
    plain = masked(flat.text, cites, start, end)
    deadlines = deadlines_in(plain, 0, len(plain), header.issued_on, near=header.near)
    own_monitor = passage.leads[0] if passage.leads and monitors(flat, passage.body, end) else None
    report_to, report_via = reporting(flat, passage.body, end)
    first, last = flat.original(start, end)
    return TaskDraft(
        lead=passage.leads,
        lead_code=tuple(resolver.code(name) for name in passage.leads),
        support=supporting(flat, passage.body, end),
        monitor=own_monitor or watcher,
        action=_action(written, passage),
        condition=condition(flat, passage.body, end),
        due_at=deadlines[0].due_at if deadlines else passage.inherited_due,
        recurrence=_written(written, start, recurrence(plain, 0, len(plain))),
        report_to=report_to,
        report_via=report_via,
        kind=passage.kind,
        start=first,
        end=last,
        why=(
            *passage.why,
            *(one.rule for one in deadlines[:1]),
            *(("inherited_deadline",) if passage.inherited_due and not deadlines else ()),
        ),
    )


def _written(written: Flat, start: int, span: tuple[int, int] | None) -> str | None:
    return written.text[start + span[0] : start + span[1]].strip(" ,(") if span else None


def _action(written: Flat, passage: Passage) -> str:
    """What is to be done, as written."""
    return (
        folded(written.text[passage.body : passage.end])
        .strip(" ,:;-–")
        .removesuffix("./.")
        .removesuffix("./")
        .strip()
    )
