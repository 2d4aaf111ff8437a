"""Words about boundaries: what an area is drawn as, and what can be wrong with a file of boundaries."""

from phaodai.core.terms import TermChoices


class ShapeKind(TermChoices):
    """A cell is a sketch around the area's centre, never a border."""

    BOUNDARY = "boundary", "ranh giới", "boundary"
    CELL = "cell", "ô phác họa quanh tâm", "cell sketched around the centre"


class BoundaryProblem(TermChoices):
    """One sentence each; ``{detail}`` is the number, the name or the place at fault."""

    NOT_JSON = "not_json", "Tệp không phải JSON.", "The file is not JSON."
    NOT_BOUNDARIES = (
        "not_boundaries",
        "Tệp không phải GeoJSON: cần một FeatureCollection gồm Polygon hoặc MultiPolygon.",
        "The file is no GeoJSON: a FeatureCollection of Polygon or MultiPolygon is needed.",
    )
    OTHER_CRS = (
        "other_crs",
        "Tọa độ thuộc hệ khác WGS 84 ({detail}); hãy xuất lại theo kinh độ, vĩ độ.",
        "The coordinates are of another system than WGS 84 ({detail}); export again as longitude, latitude.",
    )
    SWAPPED = (
        "swapped",
        "Kinh độ và vĩ độ bị đảo chỗ ({detail}).",
        "Longitude and latitude are swapped ({detail}).",
    )
    NOT_A_PLACE = (
        "not_a_place",
        "Có tọa độ không phải là số trong phạm vi Trái Đất ({detail}).",
        "A coordinate is no number on the globe ({detail}).",
    )
    NO_POLYGON = (
        "no_polygon",
        "Không phải Polygon hay MultiPolygon ({detail}).",
        "It is no Polygon or MultiPolygon ({detail}).",
    )
    OPEN_RING = (
        "open_ring",
        "Đường ranh không khép kín hoặc có ít hơn bốn điểm ({detail}).",
        "A ring is not closed or has fewer than four points ({detail}).",
    )
    CROSSING = (
        "crossing",
        "Đường ranh tự cắt tại {detail}.",
        "The boundary crosses itself at {detail}.",
    )
    EMPTY = "empty", "Ranh giới không có diện tích.", "The boundary has no surface."
    NO_CODE = "no_code", "Không có mã địa bàn.", "There is no area code."
    CODE_TWICE = (
        "code_twice",
        "Mã {detail} xuất hiện hai lần trong tệp.",
        "Code {detail} is in the file twice.",
    )
    UNKNOWN_CODE = (
        "unknown_code",
        "Danh mục không có địa bàn mã {detail} vào ngày này.",
        "The register has no area of code {detail} on this day.",
    )
    WRONG_LEVEL = (
        "wrong_level",
        "Mã {detail} là của một cấp khác.",
        "Code {detail} belongs to another level.",
    )
    OTHER_NAME = (
        "other_name",
        "Danh mục ghi tên khác: {detail}.",
        "The register has another name: {detail}.",
    )
    FAR_AWAY = (
        "far_away",
        "Ranh giới nằm cách tâm đã biết của địa bàn {detail} km.",
        "The boundary lies {detail} km from the known centre of the area.",
    )
    TOO_LARGE = (
        "too_large",
        "Tệp quá lớn: {detail}.",
        "The file is too large: {detail}.",
    )
