"""What the exchange says: states of an import, what is wrong with a cell, why a file is refused."""

from phaodai.core.terms import TermChoices


class ImportState(TermChoices):
    """Where an import stands; the three in the middle of a job say so."""

    READING = "reading", "Đang đọc tệp", "Reading the file"
    MAPPING = "mapping", "Chờ xếp cột", "Waiting for its columns"
    CHECKING = "checking", "Đang kiểm tra", "Checking"
    CHECKED = "checked", "Đã kiểm tra, chờ quyết định", "Checked, waiting for a decision"
    WRITING = "writing", "Đang ghi", "Writing"
    DONE = "done", "Đã nạp", "Imported"
    UNDOING = "undoing", "Đang hoàn tác", "Undoing"
    UNDONE = "undone", "Đã hoàn tác", "Undone"
    REFUSED = "refused", "Không đọc được", "Refused"
    CANCELLED = "cancelled", "Đã bỏ", "Dropped"


class RowOutcome(TermChoices):
    """What became of one row."""

    ACCEPTED = "accepted", "Nạp được", "Accepted"
    DUPLICATE = "duplicate", "Đã có", "Already there"
    REJECTED = "rejected", "Có lỗi", "With errors"
    UNDONE = "undone", "Đã hoàn tác", "Undone"
    KEPT = "kept", "Giữ lại", "Kept"


class CellFault(TermChoices):
    """What is wrong with one cell; the sentence goes beside the row and the column."""

    MISSING = "missing", "Bắt buộc phải có, ô này để trống.", "Needed, but the cell is empty."
    TOO_LONG = "too_long", "Dài quá {most} ký tự.", "Longer than {most} signs."
    FORMULA = (
        "formula",
        "Ô chứa công thức, không phải giá trị: hãy dán lại dạng giá trị.",
        "The cell holds a formula, no value: paste it as a value.",
    )
    ERROR = (
        "error",
        "Ô báo lỗi của bảng tính (#N/A, #REF!…).",
        "The cell shows a spreadsheet error (#N/A, #REF!…).",
    )
    MERGED = (
        "merged",
        "Ô gộp ngang qua nhiều cột: hãy bỏ gộp rồi điền từng cột.",
        "Cells are merged across columns: unmerge them and fill each column.",
    )
    NOT_A_DAY = (
        "not_a_day",
        "“{text}” không phải ngày; viết ngày/tháng/năm, ví dụ 14/9/2021.",
        "“{text}” is no day; write day/month/year, for example 14/9/2021.",
    )
    NOT_A_MOMENT = (
        "bad_time",
        "“{text}” không phải thời điểm; viết ngày/tháng/năm giờ:phút, ví dụ 14/9/2021 16:30.",
        "“{text}” is no time; write day/month/year hour:minute, for example 14/9/2021 16:30.",
    )
    IN_FUTURE = "in_future", "“{text}” ở tương lai.", "“{text}” lies in the future."
    NOT_A_YEAR = (
        "not_a_year",
        "“{text}” không phải năm từ {first} đến nay.",
        "“{text}” is no year from {first} until now.",
    )
    NOT_A_NUMBER = "not_a_number", "“{text}” không phải số.", "“{text}” is no number."
    OUT_OF_RANGE = (
        "out_of_range",
        "“{text}” phải từ {low} đến {high}.",
        "“{text}” must lie between {low} and {high}.",
    )
    SHORTENED = (
        "shortened",
        "Bảng tính đã làm mất chữ số của “{text}”: hãy định dạng cột là văn bản rồi nhập lại.",
        "The spreadsheet lost digits of “{text}”: format the column as text and enter it again.",
    )
    NO_CHOICE = "no_choice", "“{text}” không có trong các lựa chọn: {known}.", "“{text}” is none of: {known}."
    OUT_OF_REACH = (
        "out_of_reach",
        "{name} không thuộc địa bàn bạn được nạp dữ liệu.",
        "{name} lies outside the area you may import into.",
    )
    NO_SUCH_AREA = (
        "unknown_area",
        "Không có phường, xã nào tên hoặc mã là “{text}”.",
        "There is no ward named or numbered “{text}”.",
    )
    SEVERAL_AREAS = (
        "ambiguous_area",
        "Có nhiều nơi tên “{text}” ({several}): hãy ghi mã hoặc thêm cột quận, huyện.",
        "Several areas are named “{text}” ({several}): give the code, or a column with the district.",
    )
    TWICE_IN_FILE = "twice_in_file", "“{text}” đã có ở dòng {row}.", "“{text}” also stands in row {row}."
    REFUSED = "refused", "{why}", "{why}"


class Refusal(TermChoices):
    """Why a file is refused as a whole: one sentence each."""

    EMPTY = "empty", "Tệp trống, không có dòng nào.", "The file is empty, it has no rows."
    ONLY_HEADINGS = (
        "only_headings",
        "Tệp chỉ có dòng tiêu đề, không có dòng nào bên dưới.",
        "The file has a heading only and no rows below it.",
    )
    WRONG_TYPE = (
        "wrong_type",
        "Tệp không phải bảng tính XLSX hay CSV.",
        "The file is neither an XLSX workbook nor CSV.",
    )
    OLD_EXCEL = (
        "old_excel",
        "Tệp Excel kiểu cũ (.xls): hãy lưu lại thành .xlsx.",
        "This is an old Excel file (.xls): save it as .xlsx.",
    )
    OTHER_FORMAT = (
        "other_format",
        "Tệp Excel nhị phân (.xlsb): hãy lưu lại thành .xlsx.",
        "This is a binary Excel file (.xlsb): save it as .xlsx.",
    )
    PROTECTED = (
        "protected",
        "Tệp có mật khẩu: hãy bỏ mật khẩu rồi gửi lại.",
        "The file is protected by a password: remove it and send the file again.",
    )
    MACROS = (
        "macros",
        "Tệp có macro: hãy lưu lại thành .xlsx không macro.",
        "The file holds macros: save it as .xlsx without them.",
    )
    DAMAGED = (
        "damaged",
        "Tệp bị hỏng: hãy mở bằng bảng tính, lưu lại rồi gửi lại.",
        "The file is damaged: open it in a spreadsheet, save it again and send it anew.",
    )
    SWOLLEN = (
        "swollen",
        "Tệp phình ra quá lớn khi mở, không thể là danh sách thật.",
        "The file swells beyond measure when opened; it cannot be a real list.",
    )
    ENTITIES = (
        "entities",
        "Tệp gọi đến tài liệu bên ngoài, không được nhận.",
        "The file refers to documents outside itself; it is not accepted.",
    )
    TOO_BIG = "too_big", "Tệp lớn hơn {most} MB.", "The file is larger than {most} MB."
    TOO_MANY_ROWS = (
        "too_many_rows",
        "Tệp có hơn {most} dòng: hãy chia thành nhiều tệp.",
        "The file has more than {most} rows: split it into several.",
    )
    TOO_WIDE = (
        "too_wide",
        "Bảng quá rộng: có ô nằm rất xa phần danh sách.",
        "The table is too wide: some cells lie far away from the list.",
    )
    LONG_CELL = (
        "long_cell",
        "Dòng {row} có ô dài quá {most} ký tự.",
        "Row {row} has a cell longer than {most} signs.",
    )
    NOT_TEXT = (
        "not_text",
        "Tệp không phải văn bản CSV (có byte rỗng).",
        "The file is not a CSV text (it holds NUL bytes).",
    )
    ENCODING = (
        "encoding",
        "Không nhận ra bảng mã của tệp (byte thứ {at}): hãy lưu lại dạng CSV UTF-8.",
        "The file's encoding is not recognised (byte {at}): save it as CSV UTF-8.",
    )
    NO_SHEET = "no_sheet", "Tệp không có trang tính nào hiện ra.", "The workbook shows no sheet."
    NO_HEADINGS = (
        "no_headings",
        "Không thấy dòng tiêu đề của danh sách này; cột cần có: {columns}.",
        "The heading of this list was not found; needed columns: {columns}. Missing column: {columns}.",
    )
    MISSING_COLUMNS = "missing_columns", "Thiếu cột: {columns}.", "Missing column: {columns}."
    TWICE = (
        "column_twice",
        "Hai cột cùng là “{column}” (cột {first} và {second}): hãy bỏ bớt một cột.",
        "Two columns are both “{column}” (columns {first} and {second}): remove one.",
    )
    UNREADABLE = (
        "unreadable",
        "Không đọc được tệp này.",
        "This file cannot be read.",
    )
    STOPPED_TWICE = (
        "stopped_twice",
        "Việc nạp tệp này bị ngắt {times} lần liền, hệ thống thôi không thử nữa; chưa có dòng nào được ghi.",
        "This import was interrupted {times} times in a row and is not tried again; nothing has been written.",
    )
    CHANGED = (
        "changed",
        "Dữ liệu đã đổi từ lúc kiểm tra, có thêm dòng lỗi; chưa ghi dòng nào. Hãy xem lại lỗi.",
        "The data changed since the check and more rows are wrong; nothing was written. Look at the errors again.",
    )
    NOT_ALLOWED = (
        "not_allowed",
        "Bạn không còn quyền nạp loại dữ liệu này.",
        "You may no longer import this kind of list.",
    )
    GONE = "gone", "Tệp đã được xóa theo thời hạn lưu.", "The file has been deleted, its time was up."
    FAILED = (
        "failed",
        "Hệ thống gặp lỗi khi nạp tệp này; chưa có dòng nào được ghi.",
        "The system failed on this file; nothing has been written.",
    )
