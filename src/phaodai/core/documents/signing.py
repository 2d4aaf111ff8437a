"""The lines above a signature (NĐ 30/2020, appendix I): in whose name, for whom, in which post. Pure."""

import re

HEADS = (
    "Chủ tịch", "Trưởng ban", "Giám đốc", "Cục trưởng", "Chi cục trưởng", "Vụ trưởng", "Viện trưởng", "Hiệu trưởng",
    "Tổng giám đốc", "Trạm trưởng", "Trưởng trạm", "Chỉ huy trưởng", "Chánh Văn phòng", "Trưởng phòng", "Trưởng Công an",
    "Trưởng khoa", "Tổ trưởng", "Bí thư",
)  # fmt: skip
DEPUTY = re.compile(r"^phó\s+", re.IGNORECASE)
SAID = re.compile(r"^(?P<how>TM|KT|TL|TUQ|Q)\.\s*(?P<whom>[^,;/]+)[,;/]\s*(?P<post>.+)$", re.IGNORECASE)
NOBODY = "Người có thẩm quyền"
NUMBER_WORDS = {"Chỉ huy phó": "Chỉ huy trưởng", "Trạm phó": "Trạm trưởng", "Tổ phó": "Tổ trưởng"}


def signature_lines(post: str, *, in_name_of: str = "") -> list[str]:
    """The lines of whoever holds ``post``; ``in_name_of`` is the body that decides together, if one.

    ("Phó Chủ tịch UBND quận") → ["KT. Chủ tịch", "Phó Chủ tịch"];
    the same in the name of "Ủy ban nhân dân" → ["TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"];
    ("TL. Chủ tịch, Chánh Văn phòng") → ["TL. Chủ tịch", "Chánh Văn phòng"]: signed on the order of the head.
    """
    said = SAID.match(post.strip())
    if said:
        # Whoever signs on order or by authority does not sign for the body.
        return [f"{said['how'].upper()}. {said['whom'].strip()}", _rank(said["post"])]
    lines = _own_lines(post.strip())
    return [f"TM. {in_name_of}", *lines] if in_name_of else lines


def _own_lines(post: str) -> list[str]:
    if not post:
        return [NOBODY]
    for deputy, head in NUMBER_WORDS.items():
        if post.lower().startswith(deputy.lower()):
            return [f"KT. {head}", deputy]
    if DEPUTY.match(post):
        head = _rank(DEPUTY.sub("", post))
        head = head[:1].upper() + head[1:]
        return [f"KT. {head}", f"Phó {head}"]
    return [_rank(post)]


def _rank(post: str) -> str:
    """The post without its office and field: "Chủ tịch UBND quận phụ trách văn xã" → "Chủ tịch"."""
    bare = post.strip()
    found = [head for head in HEADS if bare.lower().startswith(head.lower())]
    return max(found, key=len) if found else bare.split(",")[0].strip()
