"""What each capability means, in words an official reads; and the states of an account."""

from phaodai.core.terms import TermChoices


class Capability(TermChoices):
    """One line of the permission table."""

    AREAS_VIEW = "areas.view", "Xem địa bàn", "See areas"
    AREAS_EDIT = "areas.edit", "Sửa địa bàn", "Edit areas"
    AREAS_DECIDE = "areas.decide", "Quyết định mức nguy cơ của địa bàn", "Decide an area's risk level"
    ORGANIZATIONS_VIEW = "organizations.view", "Xem đơn vị", "See organisations"
    ORGANIZATIONS_EDIT = "organizations.edit", "Sửa đơn vị, phân công", "Edit organisations and posts"
    PLACES_VIEW = "places.view", "Xem địa điểm", "See places"
    PLACES_EDIT = "places.edit", "Đăng ký, sửa địa điểm", "Register and edit places"
    INDICATORS_VIEW = "indicators.view", "Xem chỉ số", "See indicators"
    INDICATORS_REPORT = (
        "indicators.report",
        "Báo cáo số liệu của đơn vị (nhập tay)",
        "Report a unit's figures by hand",
    )
    INDICATORS_CONFIRM = "indicators.confirm", "Xác nhận số liệu bị giữ lại", "Confirm figures that were held"
    INDICATORS_MANAGE = (
        "indicators.manage",
        "Lập biểu, giao đơn vị báo cáo số liệu",
        "Make sheets, say who owes them",
    )
    POLICY_VIEW = "policy.view", "Xem quy định đang áp dụng", "See the rules in force"
    POLICY_PROPOSE = "policy.propose", "Đề xuất đổi quy định", "Propose a change of rules"
    POLICY_APPROVE = "policy.approve", "Duyệt đổi quy định", "Approve a change of rules"
    PEOPLE_VIEW = "people.view", "Xem hồ sơ người dân", "See people"
    PEOPLE_SEARCH = "people.search", "Tìm người", "Search people"
    PEOPLE_EDIT = "people.edit", "Đăng ký, sửa hồ sơ người dân", "Register and edit people"
    PEOPLE_UNMASK = "people.unmask", "Xem đủ số điện thoại, số giấy tờ", "See telephones and codes in full"
    CASES_VIEW = "cases.view", "Xem ca bệnh", "See cases"
    CASES_REPORT = "cases.report", "Báo ca bệnh", "Report a case"
    CASES_CLASSIFY = "cases.classify", "Xếp loại ca bệnh", "Classify a case"
    CASES_INVESTIGATE = "cases.investigate", "Điều tra dịch tễ", "Investigate a case"
    CONTACTS_VIEW = "contacts.view", "Xem F1, F2", "See contacts"
    CONTACTS_VERIFY = "contacts.verify", "Xác nhận, loại trừ F1", "Verify or reject contacts"
    CONTACTS_HANDOVER = "contacts.handover", "Chuyển, tiếp nhận F1", "Hand contacts over"
    CHAINS_VIEW = "chains.view", "Xem chùm ca, chuỗi lây nhiễm", "See clusters and chains of transmission"
    NOTICES_DRAFT = "notices.draft", "Dự thảo thông báo mốc dịch tễ", "Draft place notices"
    NOTICES_APPROVE = (
        "notices.approve",
        "Duyệt, rút thông báo mốc dịch tễ",
        "Approve and withdraw place notices",
    )
    VISITS_VIEW = "visits.view", "Xem lượt đến", "See visits"
    VISITS_RECORD = "visits.record", "Ghi lượt đến", "Record visits"
    TESTS_VIEW = "tests.view", "Xem xét nghiệm", "See tests"
    TESTS_ORDER = "tests.order", "Chỉ định xét nghiệm", "Order tests"
    TESTS_SAMPLE = "tests.sample", "Lấy mẫu", "Take samples"
    TESTS_RESULT = "tests.result", "Trả kết quả", "Enter results"
    TESTS_NOTIFY = "tests.notify", "Báo kết quả cho người dân", "Tell people their results"
    TESTS_CORRECT = "tests.correct", "Đính chính kết quả", "Correct a result"
    QUARANTINE_VIEW = "quarantine.view", "Xem cách ly", "See quarantine"
    QUARANTINE_DRAFT = "quarantine.draft", "Dự thảo quyết định cách ly", "Draft a quarantine order"
    QUARANTINE_CONFIRM = "quarantine.confirm", "Thẩm định quyết định cách ly", "Confirm a quarantine order"
    QUARANTINE_SIGN = "quarantine.sign", "Ký quyết định cách ly", "Sign a quarantine order"
    QUARANTINE_END = "quarantine.end", "Kết thúc cách ly", "End quarantine"
    QUARANTINE_STAY = "quarantine.stay", "Nhận, trả người ở khu cách ly", "Admit and release at a site"
    DIRECTIVES_VIEW = "directives.view", "Xem chỉ đạo, nhiệm vụ", "See directives and tasks"
    DIRECTIVES_DRAFT = "directives.draft", "Dự thảo văn bản chỉ đạo", "Draft directives"
    DIRECTIVES_SIGN = "directives.sign", "Ký văn bản chỉ đạo", "Sign directives"
    DIRECTIVES_ISSUE = "directives.issue", "Vào sổ, phát hành văn bản", "Number and issue directives"
    DIRECTIVES_REPORT = (
        "directives.report",
        "Tiếp nhận, báo cáo nhiệm vụ, góp ý dự thảo",
        "Receive tasks, report, give opinions",
    )
    DIRECTIVES_FOLLOW = (
        "directives.follow",
        "Theo dõi, đôn đốc, xác nhận, gia hạn, giao ban",
        "Follow, accept, extend; hold meetings",
    )
    RESPONSIBILITY_VIEW = (
        "responsibility.view",
        "Xem phân công, lịch trực",
        "See who is responsible and on duty",
    )
    RESPONSIBILITY_EDIT = "responsibility.edit", "Phân công, xếp lịch trực", "Assign areas, jobs and duty"
    RESPONSIBILITY_RECORD = (
        "responsibility.record",
        "Ghi kết quả xử lý trách nhiệm",
        "Record the outcome of a failed duty",
    )
    DASHBOARD_VIEW = "dashboard.view", "Xem bảng điều hành", "See the dashboard"
    PLAYBOOK_VIEW = "playbook.view", "Xem quy trình tự động", "See the playbook"
    PLAYBOOK_RETRY = "playbook.retry", "Chạy lại bước bị kẹt", "Retry a stuck step"
    EXCHANGE_IMPORT = "exchange.import", "Nạp dữ liệu từ tệp", "Import files"
    RETENTION_VIEW = "retention.view", "Xem việc xóa dữ liệu", "See what was deleted"
    AUDIT_VIEW = "audit.view", "Xem nhật ký truy cập", "See the access log"
    PAPERS_VIEW = "papers.view", "Xem bản in đã ghi nhận", "See printed papers"
    REGISTERS_VIEW = "registers.view", "Xem sổ văn bản", "See registers of numbers"
    REGISTERS_EDIT = "registers.edit", "Lập, sửa sổ văn bản", "Set up registers of numbers"
    DEVICES_MANAGE = "devices.manage", "Ghi danh, thu hồi thiết bị", "Enrol and end devices"
    CLIENTS_VIEW = (
        "clients.view",
        "Xem khóa API, webhook, nhật ký gọi",
        "See API keys, webhooks and their log",
    )
    CLIENTS_MANAGE = (
        "clients.manage",
        "Cấp, thu hồi khóa API, webhook",
        "Make and revoke API keys and webhooks",
    )
    EMERGENCY_OPEN = (
        "emergency.open",
        "Mở khẩn cấp một hồ sơ ngoài phạm vi",
        "Open one record out of reach in an emergency",
    )
    OVERSIGHT_REVIEW = (
        "oversight.review",
        "Xét các lần mở khẩn cấp, lượt xem bất thường",
        "Review emergency openings and unusual looks",
    )
    OVERSIGHT_FILE = "oversight.file", "Lập hồ sơ dữ liệu của một người", "Make one person's file"
    OVERSIGHT_SIGN = (
        "oversight.sign",
        "Ký kết luận về việc xem hồ sơ sai quy định",
        "Sign a decision about improper looks",
    )
    ACCOUNTS_MANAGE = "accounts.manage", "Quản lý tài khoản, phân quyền", "Manage users and roles"


class AccountState(TermChoices):
    """What an account is in, as the list of users filters it."""

    ACTIVE = "active", "Đang dùng", "In use"
    INACTIVE = "inactive", "Đã khóa hẳn", "Deactivated"
    NO_ROLE = "no_role", "Chưa có vai trò", "Without a role"
    INVITED = "invited", "Đã mời, chưa vào", "Invited, not yet in"
    NEVER = "never", "Chưa từng đăng nhập", "Never signed in"
    ENDING = "ending", "Vai trò sắp hết hạn", "A role ends soon"


class LinkPurpose(TermChoices):
    """What a one-time link is for."""

    INVITATION = "invitation", "Mời vào hệ thống", "Invitation"
    PASSWORD = "password", "Đặt lại mật khẩu", "New password"


class AccountDeed(TermChoices):
    """What is done to an account, as the trail calls it."""

    USER_CREATED = "user.created", "Mở tài khoản", "Account opened"
    USER_EDITED = "user.edited", "Sửa thông tin", "Account corrected"
    USER_DEACTIVATED = "user.deactivated", "Tạm khóa tài khoản", "Account suspended"
    USER_REACTIVATED = "user.reactivated", "Mở lại tài khoản", "Account opened again"
    USER_UNLOCKED = "user.unlocked", "Mở khóa đăng nhập", "Sign-in unlocked"
    USER_SIGNED_OUT = "user.signed_out", "Đăng xuất khỏi mọi thiết bị", "Signed out everywhere"
    PASSWORD_RESET = "user.password_reset", "Đặt lại mật khẩu", "Password reset"
    PASSWORD_CHANGED = "user.password_changed", "Tự đặt mật khẩu", "Chose a password"
    LINK_MADE = "link.made", "Tạo liên kết một lần", "One-time link made"
    ROLE_GRANTED = "role.granted", "Giao vai trò", "Role given"
    ROLE_ENDED = "role.ended", "Kết thúc vai trò", "Role ended"
    FACTOR_ENROLLED = "second_factor.enrolled", "Cài đăng nhập hai bước", "Second factor set up"
    FACTOR_RESET = "second_factor.reset", "Đặt lại đăng nhập hai bước", "Second factor reset"
    PROVIDER_BOUND = "provider.bound", "Nối với nơi đăng nhập khác", "Sign-in of a provider connected"
    PROVIDER_UNBOUND = "provider.unbound", "Bỏ nối nơi đăng nhập khác", "Sign-in of a provider taken away"
    TOKEN_ISSUED = "token.issued", "Cấp mã truy cập", "Token issued"
    TOKEN_REVOKED = "token.revoked", "Thu hồi mã truy cập", "Token revoked"
