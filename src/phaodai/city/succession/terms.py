"""Words of how areas become others."""

from phaodai.core.terms import TermChoices


class ChangeKind(TermChoices):
    """What a change did, read off its predecessors and successors."""

    RENAME = "rename", "Đổi tên hoặc mã", "Renamed or given another code"
    MOVE = "move", "Thuộc địa bàn cấp trên khác", "Put under another area"
    MERGE = "merge", "Sáp nhập", "Merged"
    SPLIT = "split", "Chia tách", "Split"
    REDRAW = "redraw", "Sắp xếp lại", "Redrawn"
    END = "end", "Chấm dứt", "Ended"


class GapReason(TermChoices):
    """Why nobody can say what an area became."""

    NOT_FOUND = (
        "not_found",
        "Danh mục sau không có mã và tên này, cũng không ghi đã nhập vào đâu.",
        "The later register has neither this code and name nor a word of what it was merged into.",
    )
    NO_LINK = (
        "no_link",
        "Bảng chuyển đổi không có địa bàn này.",
        "The conversion table does not have this area.",
    )
    TAKEN_BACK = (
        "taken_back",
        "Quyết định trước đó đã được rút lại.",
        "What was decided before has been taken back.",
    )


class Fate(TermChoices):
    """What an area is at a later (or earlier) day."""

    SAME = "same", "Vẫn là địa bàn này", "Still this area"
    WHOLE = "whole", "Trọn vẹn trong một địa bàn", "Wholly in one area"
    PARTS = "parts", "Chia giữa nhiều địa bàn", "Divided among several areas"
    ENDED = (
        "ended",
        "Đã chấm dứt, không có địa bàn kế tiếp cùng cấp",
        "Ended without a successor of its level",
    )
    UNRESOLVED = "unresolved", "Chưa xác định", "Not resolved"
