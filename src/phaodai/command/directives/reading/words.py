"""The words a notice gives orders with, as regular expressions (to be used ignoring case)."""

import re

ORDERS = {
    "giao": r"(?:phân\s)?giao(?:\snhiệm\svụ)?(?:\scho)?",
    "phân công": r"phân\scông(?:\snhiệm\svụ)?(?:\scho)?",
    "ủy quyền": r"ủy\squyền(?:\scho)?",
    "chỉ đạo": r"chỉ\sđạo",
    "yêu cầu": r"(?:nghiêm\skhắc\s)?yêu\scầu",
    "đề nghị": r"(?:trân\strọng\s|kính\s)?đề\snghị",
}
"""Verbs that hand something to the unit named after them."""

# What may stand between a body and its order: "UBND Thành phố cũng yêu cầu …".
AUXILIARY = (
    r"(?:(?:cũng|đã|tiếp\stục|vừa|thống\snhất|đồng\sý|nhất\strí|trực\stiếp|sẽ|ký|có\svăn\sbản|ban\s"
    r"hành|kết\sluận|đồng\sthời|và|tiếp\sđó|trân\strọng|kính|chỉ\sđạo,?)\s){0,4}"
)

CONNECTORS = (
    r"(?:theo\sđó|đồng\sthời|ngoài\sra|bên\scạnh\sđó|bênh\scạnh\sđó|cụ\sthể(?:\slà)?|trong\sđó|đặc\s"
    r"biệt(?:\slà)?|riêng|mặt\skhác|"
    r"trước\smắt|sau\sđó|tiếp\sđó|thời\sgian\stới|trong\sthời\sgian\stới|từ\snay|nhất\slà|đối\svới)"
)

_STARTERS = """
chủ trì|đầu mối|làm đầu mối|là đầu mối|là cơ quan đầu mối|là cơ quan thường trực|là nòng cốt|là lực lượng nòng cốt
|phối hợp|cùng phối hợp
rà soát|khẩn trương|tiếp tục|tăng cường|tổ chức|triển khai|xây dựng|chỉ đạo|hướng dẫn|thực hiện|căn cứ
|nghiên cứu|tham mưu|báo cáo
theo dõi|đôn đốc|kiểm tra|giám sát|thành lập|lập|tổng hợp|bố trí|cập nhật|thường xuyên|chủ động|kịp thời
|nhanh chóng|tập trung|chịu trách nhiệm
có trách nhiệm|có nhiệm vụ|có kế hoạch|có phương án|có biện pháp|có văn bản|có báo cáo|có giải pháp|cần|phải|sẽ
|nghiêm túc|nêu cao|nâng cao|đẩy mạnh|đẩy nhanh
thống nhất|tiếp thu|tiếp nhận|hoàn thiện|hoàn thành|sẵn sàng|huy động|vận động|đảm bảo|bảo đảm|đảm nhận
|đảm nhiệm|quản lý|điều hành|điều phối|điều tra|cung cấp|cung ứng
xem xét|cân nhắc|quyết định|phê duyệt|thẩm định|đề xuất|kiến nghị|trình|ban hành|công bố|công khai|thông báo
|thông tin|tuyên truyền|truyền thông|vận hành
giải quyết|xử lý|khắc phục|rút kinh nghiệm|chấn chỉnh|kiểm soát|siết chặt|duy trì|mở rộng|thu hẹp|khoanh
|phong tỏa|truy vết|lấy mẫu|xét nghiệm|tiêm|cách ly|điều trị
thu dung|phân loại|phân luồng|phân công|phân bổ|phân phối|cấp|cấp phát|tiếp tế|hỗ trợ|chăm lo|quan tâm|thăm hỏi
|động viên|chuẩn bị|dự trữ|mua sắm|đấu thầu|kêu gọi|vận chuyển
đưa|đón|bàn giao|tiếp quản|trưng dụng|bảo vệ|tuần tra|canh gác|trực|thường trực|bám sát|sâu sát|nắm|nắm bắt
|phát huy|phát động|phát hiện|phát hành|đánh giá|thống kê|thu thập|khai báo
nhập|kết nối|tích hợp|ứng dụng|sử dụng|cài đặt|đăng ký|đăng tải|đưa tin|phổ biến|quán triệt|cụ thể hóa|lãnh đạo
|giáo dục|tập huấn|đào tạo|bồi dưỡng|diễn tập|kiện toàn
củng cố|bổ sung|điều chỉnh|điều động|điều tiết|tăng|giảm|nâng|hạn chế|tạm dừng|dừng|cho phép|không|tuyệt đối
|kiên quyết|cương quyết|quyết liệt|nghiêm cấm|cấm|đình chỉ|xử phạt|truy tố|yêu cầu
giao|đề nghị|ký|cam kết|tạo điều kiện|tháo gỡ|kết luận|dự báo|phân tích|tính toán|đo|khử khuẩn|phun|vệ sinh
|thu gom|tiêu hủy|thanh tra|thanh toán|chi trả|quyết toán|lên|thiết lập|kích hoạt|mở
đóng|vào cuộc|ra quân|tham gia|trực tiếp|phụ trách|điện|gửi|chuyển|chuyển đổi|sắp xếp|bình ổn|liên hệ|làm việc
|làm tốt|làm rõ|thể hiện|gương mẫu|bảo quản|khám|sàng lọc|chăm sóc|tư vấn|cử|chi viện|tiến hành
công tác|nhắc nhở|khuyến cáo|chấp hành|tuân thủ|thí điểm|ưu tiên|tận dụng|khai thác|khôi phục|phục hồi
|phát triển|tích cực|liên tục|định kỳ|hằng ngày|hàng ngày|hằng tuần|hàng tuần|mỗi ngày|ngay
lồng ghép|tính đến|bảo hộ|trang bị|dành|để|giữ|tự|in|treo|dán|tra soát|đối chiếu|xác minh|xác định|xác nhận
|hậu kiểm|thẩm tra|nghiệm thu|giám định|kiểm đếm|kiểm kê|kiểm điểm|giải đáp|trả lời|tập hợp|sớm|trước mắt
khảo sát|xếp|đi|phát|làm|điều|tra cứu|gọi|thay|sửa|lắp|cải tạo|dọn|quét|chở|mang|lấy|thử|vạch|căng|dựng|gỡ|cắt
|cắm|hỏi|mượn|thuê|mua|trả|nộp|thu|chi|tạm ứng|ứng|cân đối|tính|ghi|lưu|sao|chụp|quay|đăng|tải
giải thích|thuyết phục|khuyến khích|khen thưởng|kỷ luật|nhân rộng|chuẩn hóa|số hóa|liên thông|tập kết|tách|gộp
|ghép|chia|luân phiên|thay thế|mô phỏng|thử nghiệm|phân cấp|ủy quyền|bổ nhiệm|trưng tập|biệt phái|tuần tra
|chốt chặn|ngăn chặn|phòng ngừa|đấu tranh
truy tìm|bắt giữ|tạm giữ|niêm phong|giải tỏa|giải tán|di dời|sơ tán|cứu trợ|tiếp sức|cấp cứu|hồi sức
|chuyển tuyến|gia hạn|rút ngắn|kéo dài|bám|nêu|đề ra|học tập|nghiên cứu|đặt|hoàn trả|cam đoan|thăm|đối thoại
|lắng nghe|tổng rà soát|tầm soát|phủ
vận chuyển|thiết kế|in ấn|phân luồng|dự toán|tự chủ|bảo trì|bảo dưỡng|khép kín|tái lập|sàng lọc|nhận|trao đổi
|trưng cầu|thảo luận|họp|hội ý|giao ban|phối kết hợp|tiêm chủng|khoanh vùng|dập dịch|truy xuất|lắp đặt|vận hành
|ngừng|hủy|thu hồi
nhanh|thần tốc|mời|đồng bộ|ghi nhận|bình xét|chốt|rút|ổn định|nhận diện|lưu ý|chú trọng|coi trọng|cảnh báo
|nhắn tin|gắn|tránh|khơi thông|tổng kết|sơ kết|kết thúc|đổi mới|tham vấn|nới lỏng|bắt buộc|đến|về
"""
# Conditions and times may stand between the unit and its verb.
_OPENINGS = (
    r"trên\scơ\ssở|theo|tùy|dựa|từ\s(?:sau\s)?ngày|trước\sngày|trong\sngày|chậm\snhất|muộn\snhất|từ\s"
    r"\d|trong\s(?:thời\sgian|quá\strình|vòng|phạm\svi)|với|bằng|ngoài|sau\skhi|khi|nếu|trường\shợp|"
    r"nhằm|qua|tại|trước|hết|đặc\sbiệt|ngay"
)


def _alternatives(words: str) -> str:
    found = {word.strip() for word in re.split(r"[|\n]", words) if word.strip()}
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in sorted(found, key=len, reverse=True))


VERBS = _alternatives(_STARTERS)
STARTER = re.compile(rf"(?:{VERBS}|{_OPENINGS})\b", re.IGNORECASE)
"""What a predicate can begin with, right after the unit."""
VERB = re.compile(rf"(?:{VERBS})\b", re.IGNORECASE)
AFTER_UNIT = re.compile(
    rf"\s?,?\s?(?:(?:cũng|còn|đều|thì|hãy|chưa|đang|{CONNECTORS},?)\s)?(?={STARTER.pattern})", re.IGNORECASE
)

CLOSING = re.compile(
    r"(?:trên\sđây|nhận\sđược\s(?:công|văn|thông|chỉ)|trong\squá\strình\s(?:thực\shiện|triển\skhai)|"
    r"thông\sbáo\snày|quyết\sđịnh\snày|"
    r"chỉ\sthị\snày|công\s(?:điện|văn)\snày|văn\sbản\snày|kế\shoạch\snày|xin\strân\strọng|trân\strọng|"
    r"[^,;:.]{2,60}\strân\strọng\sbáo\scáo|nơi\snhận)",
    re.IGNORECASE,
)
ANNOUNCES = re.compile(
    r"(?:xin\s)?(?:trân\strọng\s)?thông\sbáo\s(?:ý\skiến\s|nội\sdung\s|các\snội\sdung\s|tóm\stắt\s)?"
    r"(?:kết\sluận|chỉ\sđạo|để|đến|tới|toàn\svăn)",
    re.IGNORECASE,
)

GENERIC_PREDICATE = re.compile(
    r"""[\s,]*(?:(?:cần|phải|tiếp\stục|tập\strung|nghiêm\stúc|khẩn\strương|quyết\sliệt|chủ\sđộng|phối\shợp
|nêu\scao\s(?:tinh\sthần\s)?trách\snhiệm|
    thực\shiện|triển\skhai|tổ\schức|chỉ\sđạo|lãnh\sđạo|quán\striệt|làm|tốt|nghiêm|ngay|đồng\sbộ|hiệu\squả
|cao\sđộ|có\strách\snhiệm|chịu\strách\snhiệm|trước\smắt|
    đầy\sđủ|kịp\sthời|nhiệm\svụ|theo\schức\snăng|chức\snăng|được\sgiao|của\smình|theo|tâm|biết|và|để|các\scấp
|các\sngành|trực\sthuộc|trên\sđịa\sbàn|thi\shành)[\s,]*)*
    (?:(?:một\ssố\s|các\s|những\s|có\s)?(?:nội\sdung|nhiệm\svụ|biện\spháp|giải\spháp|công\sviệc|việc|công\stác
|yêu\scầu|vấn\sđề)(?:,\s(?:nhiệm\svụ|giải\spháp|biện\spháp))?
    (?:\s(?:trọng\stâm|cấp\sbách|cụ\sthể|quan\strọng|chủ\syếu|chính|cần\sthiết|phòng,?\schống\sdịch|trên
|nêu\strên|này|kết\sluận\strên|đã\snêu|cấp\sthiết|cơ\sbản))*)?
    [\s,]*(?:sau(?:\sđây)?|như\ssau|cụ\sthể(?:\snhư\ssau)?|thông\sbáo\snày|chỉ\sthị\snày|công\s(?:văn
|điện)\snày|văn\sbản\snày|kết\sluận\snày|kế\shoạch\snày|quyết\sđịnh\snày)?[\s:.,;/]*""",
    re.IGNORECASE | re.VERBOSE,
)
"""A predicate that says only "carry out the following"; it is no task by itself."""
FOLLOWING = re.compile(
    r"""(?:thực\shiện|triển\skhai|tập\strung)(?:\s(?:tốt|nghiêm|ngay|quyết\sliệt|thực\shiện|có\shiệu\squả|đồng\sbộ
|nghiêm\stúc|triển\skhai|tổ\schức))*\s(?:một\ssố|các|những|đồng\sbộ\scác)\s
    (?:nội\sdung|nhiệm\svụ|biện\spháp|giải\spháp|công\sviệc|việc|công\stác)[^.;:]{0,60}?\s?(?:sau(?:\sđây)?
|như\ssau|cụ\sthể(?:\snhư\ssau)?)\s?:?$""",
    re.IGNORECASE | re.VERBOSE,
)
"""How a predicate of any length ends when all it does is to introduce a list."""

NO_TASKS_BELOW = re.compile(
    r"(?:về\s|i\.\s)?(?:mục\sđích|mục\stiêu|nguyên\stắc|quan\sđiểm|phương\schâm|tình\shình|kết\squả|"
    r"đánh\sgiá\s(?:chung|tình\shình)|hạn\schế|tồn\stại|nguyên\snhân|phạm\svi|đối\stượng|căn\scứ|"
    r"thành\sphần)\b",
    re.IGNORECASE,
)
"""Headings under which stands what is wanted or what has been, not who shall do what."""

PREAMBLE = re.compile(
    r"(?:cơ\sbản\s)?(?:thống\snhất|đồng\sý|nhất\strí)\b|(?:để|thực\shiện|căn\scứ|trước|qua|sau\skhi|"
    r"nhằm|xét|tiếp\stheo|tiếp\sthu|theo)\b",
    re.IGNORECASE,
)
