"""Kinds of places."""

from phaodai.core.terms import TermChoices


class PlaceKind(TermChoices):
    """Linger and open-visit times per kind are policy (places.place_kinds), a stated modelling assumption."""

    HOME = "home", "Nhà ở", "Home"
    WORKPLACE = "workplace", "Nơi làm việc", "Workplace"
    FACTORY = "factory", "Nhà máy, xưởng", "Factory, workshop"
    SCHOOL = "school", "Trường học", "School"
    MARKET = "market", "Chợ", "Market"
    SUPERMARKET = "supermarket", "Siêu thị", "Supermarket"
    SHOP = "shop", "Cửa hàng", "Shop"
    RESTAURANT = "restaurant", "Quán ăn", "Restaurant"
    PHARMACY = "pharmacy", "Nhà thuốc", "Pharmacy"
    HEALTH_FACILITY = "health_facility", "Cơ sở y tế", "Health facility"
    WORSHIP = "worship", "Nơi thờ tự", "Place of worship"
    VEHICLE = "vehicle", "Phương tiện", "Vehicle"
    CHECKPOINT = "checkpoint", "Chốt kiểm soát", "Checkpoint"
    QUARANTINE_ROOM = "quarantine_room", "Phòng cách ly", "Quarantine room"
    OUTDOOR = "outdoor", "Ngoài trời", "Outdoors"
    OTHER = "other", "Nơi khác", "Other"
