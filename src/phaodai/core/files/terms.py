"""Words about files."""

from phaodai.core.terms import TermChoices


class Kind(TermChoices):
    """What a file is, by its content."""

    PDF = "pdf", "PDF", "PDF"
    PNG = "png", "Ảnh PNG", "PNG picture"
    JPEG = "jpg", "Ảnh JPEG", "JPEG picture"
    DOCX = "docx", "Văn bản DOCX", "DOCX document"
    XLSX = "xlsx", "Bảng tính XLSX", "XLSX workbook"
    CSV = "csv", "Bảng CSV", "CSV table"
    TXT = "txt", "Văn bản thuần", "Plain text"
    JSON = "json", "Dữ liệu của bản in", "Content of a print"
    ZIP = "zip", "Gói ZIP do hệ thống lập", "ZIP archive made by the system"


class FileState(TermChoices):
    WAITING = "waiting", "Chờ gắn vào hồ sơ", "Waiting for its record"
    KEPT = "kept", "Đang lưu", "Kept"
    DELETED = "deleted", "Đã xóa", "Deleted"


OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
    Kind.DOCX: OFFICE + "wordprocessingml.document",
    Kind.XLSX: OFFICE + "spreadsheetml.sheet",
    Kind.CSV: "text/csv; charset=utf-8",
    Kind.TXT: "text/plain; charset=utf-8",
    Kind.JSON: "application/json",
    Kind.ZIP: "application/zip",
}
PICTURES = frozenset({Kind.PNG, Kind.JPEG})
DOCUMENTS = frozenset({Kind.PDF, Kind.DOCX, Kind.XLSX})
TABLES = frozenset({Kind.XLSX, Kind.CSV, Kind.TXT})
