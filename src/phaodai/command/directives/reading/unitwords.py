"""The words units are named with, as regular expressions; capitals matter only in proper names."""

import re

from phaodai.command.directives.reading.letters import UPPER

_WORD = r"[^\W\d_]+"
CAPITAL_WORD = rf"[{UPPER}](?:[^\W_]|[’'.](?=[^\W\d_]))*"
_STRICT = rf"(?-i:{CAPITAL_WORD})"
NAME = (
    rf"(?:{CAPITAL_WORD}|\d{{1,2}}(?![\d/.h])|\d{{3}}(?=\s[{UPPER}]))(?:[ ](?:{CAPITAL_WORD}|\d{{1,"
    rf"3}}(?![\d/.h])))*"
)

LEVEL = (
    r"(?:quận|huyện|thị\sxã|thành\sphố|thị\strấn|phường|xã|tỉnh|thôn|bản|làng|tổ\sdân\sphố|khu\sdân\s"
    r"cư|khu\sphố|ấp|tp\.?)"
)
_COMMA = r"(?:\s?[,/;]\s?|\s?[-–]\s?|\s(?:và|hoặc)\s)(?:các\s)?"
LEVELS = rf"(?:{LEVEL}(?:{_COMMA}{LEVEL}\b)*)"
PARTY_LEVELS = (
    rf"(?:(?:(?:quận|huyện|thị|thành|tỉnh|đảng)(?:\sủy)?{_COMMA})*(?:quận|huyện|thị|thành|tỉnh|đảng|"
    rf"cấp)\sủy(?:\strực\sthuộc)?)"
)

TOPICS = r"""(?:y\stế|tài\schính(?:\s?[-–,]\s?kế\shoạch)?|công\s?thương
|giao\sthông(?:\s?[-–]?\s?vận\stải)?(?:\s?[-–]\s?công\schính)?|xây\sdựng|kế\shoạch\s(?:và|&|-)\sđầu\stư
|ngoại\svụ|
thông\stin(?:\s(?:và|&|-)|\s?&)?\s?truyền\sthông|giáo\sdục(?:\s(?:và|&|-)|,)?\sđào\stạo|lao\sđộng(?:\s?[-–,]\s?
|\s)thương\sbinh(?:\s(?:và|&|-)|,)?\sxã\shội|nội\svụ|tư\spháp|
văn\shóa(?:\s?[,&-]\s?(?:và\s)?|\s(?:và\s)?)thông\stin(?:,\sthể\sthao)?|văn\shóa(?:,\s|\s(?:và
|&)\s)thể\sthao(?:(?:\s(?:và|&)|,)\sdu\slịch)?|văn\shóa|du\slịch|tài\snguyên(?:\s(?:và|&|-)|,)?\smôi\strường|
nông\snghiệp(?:\s(?:và|&|-)|,)?\sphát\striển\snông\sthôn|nông\snghiệp\svà\smôi\strường|nông\snghiệp
|khoa\shọc(?:\s(?:và|&|-)|,)?\scông\snghệ|quy\shoạch(?:\s?[-–]\s?|\s)kiến\strúc|dân\stộc(?:\svà\stôn\sgiáo)?|
kinh\stế(?:\s?[-–]?\s?hạ\stầng)?|quản\slý\sđô\sthị|quốc\sphòng|công\san|ngoại\sgiao|thanh\stra
|an\stoàn\sthực\sphẩm)"""
TOPICS = re.sub(r"\n", "", TOPICS)
TOPIC_LETTERS = (
    r"(?:LĐ\s?[-,–]?\s?TB\s?(?:&|và|-)?\s?XH|LĐTBXH|TT\s?(?:&|và|-)?\s?TT|TTTT|GD\s?(?:&|và|-)?\s?ĐT|"
    r"GDĐT|GTVT|KH\s?(?:&|và|-)?\s?ĐT|KHĐT|TN\s?(?:&|và|-)?\s?MT|TNMT|NN\s?(?:&|và|-)?\s?PTNT|"
    r"NNPTNT|VH\s?(?:&|và|-)?\s?TT(?:\s?(?:&|và|-)?\s?DL)?|VHTT(?:DL)?|VH,?\s?TT\s?(?:&|và)\s?DL|KH\s?"
    r"(?:&|và|-)?\s?CN|KHCN|QH\s?-?\s?KT|QHKT|YT|CT|TC|XD|NV|TP|DL|QLĐT|KT|TC\s?-\s?KH|VHTT|BHXH)"
    r"(?![^\W_])"
)
DISEASE = (
    r"(?:(?:công\stác\s)?phòng,?\s?(?:và\s)?(?:-\s)?chống\s?(?:đại\s)?(?:dịch\s?)?(?:bệnh\s?)?(?:viêm\s"
    r"đường\shô\shấp\scấp\s)?(?:(?:covid|sars|ncov)[\s–-]*(?:cov[\s-]*)?(?:19|2)?)?|pcd|pcdb|covid[\s"
    r"–-]*19)"
)

# What a unit is recognised by. Longer names stand before the shorter ones they contain.
HEADS = rf"""(?:
(?:sở|ty|phòng|bộ|ngành|ban)\s(?:{TOPICS}\b|(?-i:{TOPIC_LETTERS}))|(?:các|những)\s(?:sở|phòng
|bộ)(?:,\s(?:ban,\s)?ngành)?\s?:?\s(?={TOPICS}\b)
|(?-i:SYT|SLĐTBXH|STTTT|SGTVT|SCT|STC|SXD|SNV|CATP|CAQ|CDC|HCDC|BTL|BCHQS|BCĐ|BCH|SCH|TTYT|TTKSBT|TYT|VPUB|VPCP
|MTTQ|UBMTTQ|LĐLĐ|BHXH|BQL|KBNN|CSGT|QLTT)(?![^\W_])
|(?:ủy\sban\snhân\sdân|ubnd|hội\sđồng\snhân\sdân|hđnd)(?:\s?[-,]\s?(?:ủy\sban\s)?(?:mttq|mặt\strận\stổ\squốc))?
|(?:ủy\sban\s|ub)?(?:mttq|mặt\strận\stổ\squốc)(?:\sviệt\snam|\svn)?|ủy\sban\s(?:kiểm\stra|bầu\scử|quốc\sgia
|đoàn\skết)
|thành\sủy|tỉnh\sủy|quận\sủy|huyện\sủy|thị\sủy|đảng\sủy|chi\sbộ|chi\sủy|cấp\sủy|ban\scán\ssự\s(?:đảng)?
|đảng\sđoàn|quân\sủy|{PARTY_LEVELS}
|(?:ban\sthường\svụ|thường\strực|ban\sbí\sthư|ban\schấp\shành|btv|tt)\s(?:các\s)?(?:trung\sương|{PARTY_LEVELS}
|đảng\sủy|ban\schỉ\sđạo|sở\schỉ\shuy|hđnd|ubnd|ban\sbí\sthư)
|ban\s(?:tuyên\sgiáo|tổ\schức|dân\svận|nội\schính|kinh\stế|tôn\sgiáo|dân\stộc|thi\sđua|tiếp\scông\sdân|văn\shóa
|đô\sthị|pháp\schế)|ubkt
|ban\s(?:chỉ\sđạo|chỉ\shuy(?:\squân\ssự|\sthống\snhất)?|quản\slý|giám\shiệu|giám\sđốc|điều\shành|công\stác
|bảo\svệ|kiểm\ssoát|đại\sdiện|chấp\shành|tổ\schức)|sở\schỉ\shuy
|trung\stâm\s(?:chỉ\shuy|kiểm\ssoát(?:\sbệnh\stật)?|y\stế|điều\shành|hỗ\strợ|xúc\stiến|phục\svụ|cấp\scứu
|vận\shành|thông\stin|quản\slý|giám\ssát|điều\sphối|công\snghệ|tiếp\snhận|bảo\strợ|văn\shóa|xét\snghiệm
|tiêm\schủng|hành\schính)
|(?:tổ|đội|đoàn|tiểu\sban|nhóm|hội\sđồng)\s(?:cảnh\ssát|bầu\scử|công\stác|thông\stin|phản\sứng(?:\snhanh)?
|kiểm\stra|giám\ssát|truy\svết|xét\snghiệm|lấy\smẫu|điều\stra|điều\strị|tiêm|quản\slý|giúp\sviệc|thường\strực
|chuyên\sgia|liên\sngành|covid|hậu\scần|an\ssinh|an\sninh|y\stế|tuyên\struyền|truyền\sthông|tư\svấn|thi
|cơ\sđộng|xung\skích|thẩm\sđịnh|hướng\sdẫn|vận\schuyển|sản\sxuất|cách\sly|dịch\stễ|vật\stư|tài\schính|kinh\stế
|tổng\shợp|hỗ\strợ)
|tiểu\sban|tổ(?=\s(?:\d|số\s\d))|các\s(?:tiểu\sban|tổ\scông\stác|tổ\scovid|đoàn\skiểm\stra|tổ\struy\svết
|tổ\sphản\sứng)|tổ\sdân\sphố
|(?:lực\slượng\s)?(?:công\san|quân\sđội|cảnh\ssát|bộ\sđội|dân\squân(?:\stự\svệ)?)|bộ\s(?:tư\slệnh(?:\sthủ\sđô
|\sbộ\sđội\sbiên\sphòng)?|chỉ\shuy(?:\squân\ssự|\sbộ\sđội\sbiên\sphòng)?|tham\smưu|tổng\stham\smưu)
|đồn\s(?:biên\sphòng|công\san)|quân\skhu|ban\schqs
|lực\slượng\s(?:vũ\strang|chức\snăng|liên\sngành|quản\slý\sthị\strường|thanh\stra|y\stế|quân\ssự|biên\sphòng)
|trạm\s(?:y\stế|kiểm\ssoát|kiểm\sdịch)|(?:các\s)?bệnh\sviện|phòng\s(?:khám|kế\shoạch\s(?:tổng\shợp|nghiệp\svụ)
|tổ\schức\s(?:cán\sbộ|hành\schính)|hành\schính\squản\strị|công\stác\sxã\shội|cảnh\ssát|quản\slý|chính\strị
|tham\smưu|hậu\scần|nghiệp\svụ|hành\schính|tổ\schức|kế\shoạch|điều\sdưỡng|công\stác|xét\snghiệm|vật\stư
|quản\strị)|khoa(?=\s(?:{_STRICT}|khám|cấp\scứu|hồi\ssức|kiểm\ssoát|xét\snghiệm|dược|nội|ngoại|truyền\snhiễm
|dinh|chẩn))|viện\s(?:vệ\ssinh\sdịch\stễ|hàn\slâm)|viện(?=\s(?:kiểm|{_STRICT}|pasteur|vệ\ssinh))
|(?:chánh\s)?văn\sphòng(?:\s(?:đoàn\s)?(?:đbqh|đại\sbiểu\squốc\shội|hđnd|hội\sđồng\snhân\sdân)(?:\svà|,
|\s?-)\s(?:hđnd|ubnd|hội\sđồng\snhân\sdân|ủy\sban\snhân\sdân)|\sđoàn)?|vp(?=\s(?:ubnd|hđnd|thành\sủy|quận\sủy
|huyện\sủy|tỉnh\sủy|tw))|thanh\stra(?=\s(?:{LEVEL}|sở|{_STRICT}))|tòa\sán(?:\snhân\sdân)?
|kho\sbạc(?:\snhà\snước)?|bảo\shiểm\sxã\shội|ngân\shàng|(?:cục|chi\scục)\s(?:thống\skê|thuế|hải\squan)
|cục(?=\s(?:{_STRICT}|quản\slý|thuế|hải|thống|an\stoàn|y\stế))|chi\scục|tổng\scục|hải\squan|cảng\s(?:vụ|hàng)
|điện\slực|bưu\sđiện|hạt\skiểm\slâm
|thành\sđoàn|(?:tỉnh|quận|huyện|thị)\sđoàn|đoàn\s(?:thanh\sniên|đbqh|đại\sbiểu|luật\ssư|tncs)|(?:các\s)?(?:hội
|hiệp\shội)(?=\s(?:liên\shiệp|phụ\snữ|cựu|nông|chữ|người|doanh|{_STRICT}))|liên\sđoàn|công\sđoàn
|đài\s(?:phát\sthanh(?:\s(?:và|&|-)\struyền\shình)?|truyền\shình|ptth|pt)|báo\s(?:hà\snội\smới
|kinh\stế\svà\sđô\sthị)|báo(?=\s(?:hà\snội|{_STRICT}))|cổng\s(?:thông\stin|giao\stiếp)
|(?:các\s)?(?:tổng\s)?công\sty|tập\sđoàn|hợp\stác\sxã|(?:các\s)?(?:trường|đại\shọc|học\sviện)(?=\s(?:tiểu|trung
|thpt|thcs|mầm|đại|cao|{_STRICT}))
|thủ\stướng\schính\sphủ|chính\sphủ|quốc\shội|bộ\schính\strị|bộ\s(?=khoa|giáo|văn|tài\snguyên|kế|lao|nông)
|(?:toàn|cả)\s(?:bộ\s)?hệ\sthống\schính\strị
)"""

GROUP_NOUN = (
    r"(?:cơ\squan\sngang\sbộ|cơ\squan|sở,?\s?ban,?\s?ngành|sở\sngành|ban\sngành|đơn\svị\ssự\snghiệp|"
    r"đơn\svị|địa\sphương|sở|ban|bộ|ngành|phòng(?!\s(?:thi|học|bệnh|ở|cách|trọ|dịch|chống|,))|đoàn\s"
    r"thể|tổ\schức|cấp|doanh\snghiệp|hợp\stác\sxã|công\sty|xí\snghiệp|nhà\smáy|trường\shọc|trường(?!\s"
    r"hợp)|nhà\strường|bệnh\sviện|"
    r"trung\stâm|hội|khoa|cơ\ssở\s(?:y\stế|khám,?\s(?:bệnh,?\s)?chữa\sbệnh|điều\strị|cách\sly|giáo\s"
    r"dục|đào\stạo|sản\sxuất|kinh\sdoanh|xét\snghiệm|tiêm\schủng|lưu\strú)(?:,\s(?:kinh\sdoanh|dịch\s"
    r"vụ|sản\sxuất))*|thành\sviên|"
    r"tiểu\sban|lực\slượng|mặt\strận|cấp\sủy(?:\sđảng)?|chính\squyền|đồn|trạm|chốt|cụm|khối|ban\squản\s"
    r"lý|tổ\scông\stác)"
)
GROUPS = (
    rf"(?:(?:tất\scả\s|toàn\sbộ\s)?(?:các|những|mỗi|từng)\s(?:đồng\schí\s)?{GROUP_NOUN}(?:(?:,|\s?"
    rf"[-–/]|\svà|\shoặc)\s?(?:các\s)?{GROUP_NOUN}\b)*)"
)
BARE_GROUPS = rf"(?:{GROUP_NOUN}(?:(?:,|\s?[-–/]|\svà)\s?(?:các\s)?{GROUP_NOUN}\b)*)"
AREA_GROUPS = rf"(?:(?:tất\scả\s)?(?:các|{LEVELS})\s?(?<=\s){LEVELS}|(?:các|những|mỗi)\s{LEVELS})"

LEADERS = (
    r"(?:(?:phó\s)?(?:tổng\s)?(?:chủ\stịch|chủ\snhiệm|giám\sđốc|bí\sthư|tổ\strưởng|trưởng|hiệu\s"
    r"trưởng|cục\strưởng|chi\scục\strưởng|viện\strưởng|chỉ\shuy\strưởng|chỉ\shuy|"
    r"đội\strưởng|trạm\strưởng|bộ\strưởng|tư\slệnh|chánh\sán|chánh\sthanh\stra)(?:\sthường\strực)?|"
    r"phó\s(?:trưởng\s)?(?:ban|phòng|đoàn)|tổng\sbiên\stập|thủ\strưởng|người\sđứng\sđầu|lãnh\sđạo|tập\s"
    r"thể\slãnh\sđạo|chánh\svăn\sphòng|chính\strị\sviên|pct|cvp|thành\sviên|ủy\sviên)"
)
PERSON = r"(?:(?:các\s)?(?:đồng\schí|đ/c|đ\.c|ông|bà)\s|các\s)?"

TAILS = re.compile(
    rf"""(?:
    \s?\((?!(?:gửi|qua|theo|nếu|trừ|để)\b)[^()]{{2,70}}\)(?=\s?[,;:]|\s[^\W\d_])
    |\s{DISEASE}(?![^\W_])
    |\s(?:quốc\sgia|trung\sương|nhà\snước|chính\sphủ|việt\snam|thủ\sđô|địa\sphương|cơ\ssở|cộng\sđồng|khu\svực
|liên\sngành|chuyên\sngành|chuyên\smôn|chức\snăng)\b
    |\s(?:có\s)?liên\squan\b|\sthuộc\s(?:quyền(?:\squản\slý)?|thẩm\squyền(?:\squản\slý)?
|phạm\svi(?:\squản\slý)?)|\strực\sthuộc\b
    |\sthông\stin\sđáp\sứng\snhanh|\s(?:phản|đáp)\sứng\snhanh|\sthành\sviên\b|\sđặc\sbiệt(?=\scủa
|\s[^\W\d_]+\s)|\scủa\s(?:{LEVELS}|trung\sương)\b|\sđược\s(?:giao\snhiệm\svụ|phân\scông\snhiệm\svụ|phân\scông
|phân\scấp)\b|(?:,\s|\s)báo\schí\b|(?:\.{{3}}|…)(?=\s[^\W\d_])
    |\s(?:cấp\s)?{LEVELS}(?:\s(?:có|được)\s[^\W\d_]+(?:\s[^\W\d_]+){{0,2}}(?=,))?(?![^\W_])|\scác\scấp\b
|\s(?:các\s)?cấp\s(?:thành\sphố|tỉnh|huyện|quận|xã|phường|trung\sương|cơ\ssở)
    |\scác\s{LEVELS}\b|\s{PARTY_LEVELS}
    |\s(?:trên|trong|tại)\s(?:địa\sbàn|toàn|khu\svực|các\skhu|phạm\svi)(?:\s(?:toàn|các|dân\scư
|công\snghiệp))?(?:\s{LEVELS})?(?![^\W_])
    |\strên\sđịa\sbàn\b|\s(?:trong|tại)\scác\s(?:khu|cụm)\scông\snghiệp(?:(?:,|\svà)\s(?:khu\s)?chế\sxuất)?
    |\stừ\s(?:trung\sương|thành\sphố|tỉnh|quận|huyện)\s(?:đến|tới)\s(?:cơ\ssở|xã|phường|quận|địa\sphương|thôn)
    |\s(?:được\sphân\scông\s)?(?:theo\sdõi,?\s(?:và\s)?)?phụ\strách\s(?:các\s)?(?:địa\sbàn|lĩnh\svực
|đơn\svị)(?:\s(?:các\s)?{LEVELS})?
    |\s(?:các\s)?khu\s(?:công\snghiệp|kinh\stế|công\snghệ\scao|chế\sxuất|cách\sly(?:\stập\strung)?)(?:(?:,|\svà
|\s&)\s(?:khu\s)?(?:chế\sxuất|công\snghiệp|công\snghệ\scao))*
    )""",
    re.IGNORECASE | re.VERBOSE,
)
NAMED_TOPIC = re.compile(rf"\s(?=(?-i:[{UPPER}])){TOPICS}(?![^\W_])", re.IGNORECASE)
"""A field of work as part of a name: "Viện Hàn lâm Khoa học và Công nghệ"."""
SUBJECTS = re.compile(
    r"""(?:
    \s(?:số\s)?0?\d{1,2}(?![\d/.,h%])|\s(?:đa\skhoa|chuyên\skhoa|dã\schiến|điều\strị|hạng|tư\snhân
|ngoài\scông\slập|công\slập|sản\snhi|hồi\ssức|tuyến\s[^\W\d_]+|bệnh\sviện|nhiệt\sđới|phổi|nhi)\b
    |\s(?:quân\ssự|biên\sphòng|giao\sthông|kinh\stế|phụ\snữ|nông\sdân|cựu\schiến\sbinh|liên\shiệp|lao\sđộng
|chữ\sthập\sđỏ|thanh\sniên|quản\slý\sthị\strường|thị\strường|thuế|báo\schí|tuyên\struyền|chính\strị|xã\shội
|chính\strị\s?[-–]?\s?xã\shội|thông\stin\sđại\schúng|truyền\sthông)(?![^\W_])
    |\s?[-–]\s?(?:xã\shội|kế\shoạch|trật\stự)\b
    |\s(?:hội|nhân\sdân|bệnh\stật|công\snghệ|quốc\sgia|đại\sbiểu|tncs|phát\sthanh)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
"""What a unit is for; never after the place it belongs to."""
APPOSITION = re.compile(
    r"\s?,\s(?:nhất\slà|đặc\sbiệt\slà|trong\sđó\scó|trực\stiếp\slà|trước\shết\slà)\s", re.IGNORECASE
)
