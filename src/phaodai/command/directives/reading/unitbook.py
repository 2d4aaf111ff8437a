"""Which organisation a written name means: "Sở Y tế" in a notice of Hà Nội is the health department of Hà Nội."""

import re
from collections import defaultdict
from functools import lru_cache

from phaodai.command.directives.reading.cities import default_book
from phaodai.command.directives.reading.letters import bare, one_spelling
from phaodai.command.directives.reading.values import Unit, UnitBook

__all__ = ["Resolver", "default_book", "name_key"]

_LETTERS = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "ubmttq": "uy ban mat tran to quoc",
    "mttq": "mat tran to quoc",
    "tp": "thanh pho",
    "hcm": "ho chi minh",
    "tphcm": "thanh pho ho chi minh",
    "bcd": "ban chi dao",
    "sch": "so chi huy",
    "catp": "cong an thanh pho",
    "caq": "cong an quan",
    "ttyt": "trung tam y te",
    "ttksbt": "trung tam kiem soat benh tat",
    "cdc": "trung tam kiem soat benh tat",
    "tyt": "tram y te",
    "vp": "van phong",
    "vpubnd": "van phong uy ban nhan dan",
    "btl": "bo tu lenh",
    "bchqs": "bo chi huy quan su",
    "bhxh": "bao hiem xa hoi",
    "btv": "ban thuong vu",
    "tu": "thanh uy",
    "q": "quan",
    "p": "phuong",
    "ldtbxh": "lao dong thuong binh xa hoi",
    "tttt": "thong tin truyen thong",
    "gddt": "giao duc dao tao",
    "gtvt": "giao thong van tai",
    "khdt": "ke hoach dau tu",
    "tnmt": "tai nguyen moi truong",
    "nnptnt": "nong nghiep phat trien nong thon",
    "khcn": "khoa hoc cong nghe",
    "vhtt": "van hoa thong tin",
    "qhkt": "quy hoach kien truc",
    "qldt": "quan ly do thi",
    "qltt": "quan ly thi truong",
    "tckh": "tai chinh ke hoach",
    "ldld": "lien doan lao dong",
}
_JOINED_LETTERS = re.compile(
    r"\b(ld)\W{0,3}(tb)\W{0,3}(?:va )?(xh)\b|\b(tt)\W{1,3}(tt)\b|\b(gd)\W{1,3}(dt)\b|\b(kh)\W{1,3}(dt|"
    r"cn)\b|\b(tn)\W{1,3}(mt)\b|\b(nn)\W{1,3}(ptnt)\b|\b(vh)\W{1,3}(tt)\b|\b(qh)\W{1,3}(kt)\b|\b(tc)"
    r"\W{1,3}(kh)\b"
)
_DISEASE = re.compile(
    r"(?:cong tac )?phong,? chong (?:dai )?(?:dich )?(?:benh )?(?:viem duong ho hap cap )?(?:covid[\s"
    r"–-]*19|sars[\s-]*cov[\s-]*2|covid|ncov)?"
)
_LEADER = re.compile(
    r"^(?:(?:cac |mot so )?(?:dong chi |ong |ba ))?(?:cac )?(?:(?:pho )?(?:chu tich|giam doc|bi thu|"
    r"chanh|truong|chi huy truong|tu lenh|to truong)(?: thuong truc)?|thu truong|nguoi dung dau|lanh "
    r"dao|tap the lanh dao) "
)
_LEVELS = ("thanh pho", "tinh", "quan", "huyen", "thi xa", "phuong", "xa", "thi tran")
_TOO_SHORT = frozenset({"so", "phong", "ban", "bo", "co quan", "don vi"})
_COMMITTEE = re.compile(rf"^uy ban nhan dan (?:({'|'.join(_LEVELS)}) )?(.+)$")
_LEVEL_END = re.compile(rf"^(.*\S) ({'|'.join(_LEVELS)})$")
_DISTRICT_LEVEL, _COMMUNE_LEVEL = (
    {"quan", "huyen", "thi", "xa", "thanh", "pho", "tp"},
    {"xa", "phuong", "thi", "tran"},
)
_DEPARTMENTS, _OFFICES = (
    {"so", "ban", "nganh", "thanh", "pho", "tinh", "doan", "the", "co", "quan", "don", "vi"},
    {"phong", "ban", "nganh", "doan", "the", "quan", "huyen", "don", "vi"},
)


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """Names that mean the same have the same key: no case, no marks, letters spelt out, the disease left out."""
    text = bare(one_spelling(name)).lower()
    text = _JOINED_LETTERS.sub(lambda match: "".join(part for part in match.groups() if part), text)
    text = _DISEASE.sub(" ", text.replace("&", " va "))
    words = [_LETTERS.get(word, word) for word in re.findall(r"[a-z0-9]+", text)]
    words = [word for word in " ".join(words).split() if word != "va"]
    return " ".join(words)


def group_key(key: str) -> str | None:
    """The class of a group: "district", "commune", "departments", "offices"; None for a single unit."""
    if (
        not key.startswith("cac ")
        and " cac " not in f" {key}"
        and not key.startswith(("uy ban nhan dan quan huyen", "uy ban nhan dan xa phuong"))
    ):
        return None
    words = set(key.replace("uy ban nhan dan", " ").split()) - {"cac", "chu", "tich", "tat", "ca"}
    if not words:
        return None
    if words <= _COMMUNE_LEVEL and words & {"phuong", "xa", "tran"} and words != {"thi", "xa"}:
        return "commune"
    if words <= _DISTRICT_LEVEL and words & {"quan", "huyen", "thi"}:
        return "district"
    if words <= _DEPARTMENTS and {"so", "nganh"} <= words:
        return "departments"
    return "offices" if words <= _OFFICES and {"phong", "ban"} <= words else None


class Resolver:
    """Resolves the names of one notice; the places the notice speaks of decide between namesakes."""

    def __init__(self, book: UnitBook, text: str, issuer: str) -> None:
        self._index = _index(book)
        self._chain = self._index.places_of(text, issuer)

    def code(self, name: str) -> str | None:
        """The organisation's code, None if the book knows none or cannot tell which."""
        key = name_key(name)
        for tried in (key, _LEADER.sub("", key)):
            found = self._find(tried)
            if found:
                return found
        return None

    def _find(self, key: str) -> str | None:
        group = group_key(key)
        if group:
            return next(
                (
                    self._index.groups[place, group]
                    for place in self._chain
                    if (place, group) in self._index.groups
                ),
                None,
            )
        named = self._index.full.get(key, ())
        if len(named) == 1:
            return named[0]
        return next(
            (
                self._index.relative[place, key]
                for place in self._chain
                if (place, key) in self._index.relative
            ),
            None,
        )


class _Index:
    """Keys of a book: whole names, and names as said within one place."""

    def __init__(self, book: UnitBook) -> None:
        self.full: dict[str, tuple[str, ...]] = {}
        self.relative: dict[tuple[str, str], str] = {}
        self.groups: dict[tuple[str, str], str] = {}
        self._parents = {unit.code: unit.parent for unit in book.units}
        self._places = self._committees(book)
        self._roots = [code for code in self._places if self._ancestor(code) is None]
        whole: defaultdict[str, set[str]] = defaultdict(set)
        for unit in book.units:
            self._add(unit, whole)
        self.full = {key: tuple(sorted(codes)) for key, codes in whole.items()}

    def _committees(self, book: UnitBook) -> dict[str, tuple[str, str]]:
        """(level, bare name) of each people's committee: these are the places."""
        found = {}
        for unit in book.units:
            match = next(
                (one for one in (_COMMITTEE.match(name_key(name)) for name in unit.names) if one), None
            )
            if match and not unit.is_group:
                found[unit.code] = (match.group(1) or "", match.group(2))
        return found

    def _ancestor(self, code: str) -> str | None:
        parent = self._parents.get(code)
        while parent is not None and parent not in self._places:
            parent = self._parents.get(parent)
        return parent

    def _add(self, unit: Unit, whole: defaultdict[str, set[str]]) -> None:
        home = unit.code if unit.code in self._places else self._ancestor(unit.code)
        if unit.is_group:
            group = next((one for one in (group_key(name_key(name)) for name in unit.names) if one), None)
            if group and home:
                self.groups[home, group] = unit.code
            return
        for name in (*unit.names, *unit.abbreviations):
            key = name_key(name)
            whole[key].add(unit.code)
            if home:
                self._add_relative(unit.code, home, key)

    def _add_relative(self, code: str, home: str, key: str) -> None:
        level, place = self._places[home]
        base = key.removesuffix(f" {place}") if key.endswith(f" {place}") else key
        levelled = _LEVEL_END.match(base)
        base = levelled.group(1) if levelled and levelled.group(2) == level else base
        if len(base) < 3 or base in _TOO_SHORT:
            return
        for said in (base, f"{base} {level}", f"{base} {level} {place}", f"{base} {place}"):
            self.relative.setdefault((home, said.strip()), code)

    def places_of(self, text: str, issuer: str) -> tuple[str, ...]:
        """The committees of the places a notice is about, the narrowest first."""
        letters = f" {name_key(text[:200_000])} "
        named, head = f" {name_key(issuer)} ", f" {name_key(issuer)} {letters[:700]}"
        inner = [
            code
            for code in self._places
            if self._ancestor(code) and f" {' '.join(self._places[code])} " in named
        ]
        if inner:
            return (inner[0], *self._above(inner[0]))
        city = self._city(letters, head)
        return (city,) if city else ()

    def _above(self, code: str) -> list[str]:
        above = []
        parent = self._ancestor(code)
        while parent is not None:
            above.append(parent)
            parent = self._ancestor(parent)
        return above

    def _city(self, letters: str, head: str) -> str | None:
        """The city whose name stands at the head, or with its rank ("thành phố Hà Nội") in the text."""
        said = {code: self._said(code, letters, head) for code in self._roots}
        best = max(said, key=lambda code: said[code], default=None)
        if best is not None and said[best] > 0:
            return best
        return self._roots[0] if len(self._roots) == 1 and " tinh " not in letters else None

    def _said(self, code: str, letters: str, head: str) -> int:
        level, place = self._places[code]
        return head.count(f" {place} ") * 3 + letters.count(f" {level} {place} ")


@lru_cache(maxsize=4)
def _index(book: UnitBook) -> _Index:
    return _Index(book)
