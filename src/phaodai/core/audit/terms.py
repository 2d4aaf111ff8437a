"""What the trail speaks of."""

from phaodai.core.terms import TermChoices


class Subject(TermChoices):
    """Kinds of subjects whose looks are recorded."""

    PERSON = "person", "Người", "Person"
    CASE = "case", "Ca bệnh", "Case"
    CONTACT = "contact", "Tiếp xúc", "Contact"
    TUBE = "tube", "Ống mẫu", "Tube"
    ORDER = "order", "Quyết định", "Order"
