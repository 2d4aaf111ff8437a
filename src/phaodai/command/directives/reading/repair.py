"""Scanned letters put right for the rules: "thân tộc" is read as "thần tốc"; the text itself is not touched.

Only phrases of two or more syllables are repaired, only where every letter agrees but for its marks, so that a
repair cannot change what the rules would have understood otherwise, and offsets stay what they are.
"""

import re

from phaodai.command.directives.reading.letters import bare, one_spelling

_PHRASES = """
thần tốc|chủ trì|phối hợp|khẩn trương|báo cáo|rà soát|thường xuyên|đề nghị|yêu cầu|tham mưu|triển khai|thực hiện|theo dõi
đôn đốc|kiểm tra|giám sát|hướng dẫn|tổng hợp|chậm nhất|trước ngày|trong ngày
hoàn thành|chịu trách nhiệm|ủy ban nhân dân|sở y tế|công an|bộ tư lệnh|ban chỉ đạo|sở chỉ huy|trung tâm chỉ huy
trung tâm y tế|trung tâm kiểm soát bệnh tật|văn phòng|thành ủy|thông tin và truyền thông|giao thông vận tải|sở tài chính
sở công thương|sở xây dựng|sở nội vụ|sở tư pháp|giáo dục và đào tạo|thương binh và xã hội
thành phố|chủ tịch|đơn vị|địa phương|cơ quan|nơi nhận|kính gửi|như sau|sau đây|kể từ|trên cơ sở
căn cứ|tiếp tục|tăng cường|chủ động|xây dựng kế hoạch|tổ chức|chỉ đạo|bộ y tế|phòng y tế|ban tuyên giáo|quản lý|kết quả
nới lỏng|chỉ thị|công điện
"""
# Words that differ only in their marks and are good Vietnamese where they stand.
_INNOCENT = frozenset({"co quan", "cong an", "chi dao", "can cu", "ke tu"})


def _table() -> dict[str, str]:
    phrases = [phrase.strip() for phrase in re.split(r"[|\n]", _PHRASES) if phrase.strip()]
    return {bare(phrase): phrase for phrase in phrases}


_BY_LETTERS = _table()
_PATTERN = re.compile(
    r"\b(?:" + "|".join(sorted(map(re.escape, _BY_LETTERS), key=len, reverse=True)) + r")\b", re.IGNORECASE
)


def repaired(text: str) -> str:
    """The text as the rules see it, sign for sign as long as before."""
    text = one_spelling(text)
    letters = bare(text)
    parts, done = [], 0
    for match in _PATTERN.finditer(letters):
        parts += [text[done : match.start()], _phrase(text[match.start() : match.end()], match.group())]
        done = match.end()
    return "".join([*parts, text[done:]])


def _phrase(written: str, letters: str) -> str:
    meant = _BY_LETTERS[letters.lower()]
    if letters.lower() in _INNOCENT and written != letters:
        return written
    return "".join(new.upper() if old.isupper() else new for old, new in zip(written, meant, strict=True))
