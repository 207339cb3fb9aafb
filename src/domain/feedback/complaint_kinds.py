"""Where a complaint comes from, what it is about, how grave it is."""

from enum import StrEnum


class ComplaintSource(StrEnum):
    """A customer's own word, or a poor score that opened the loop for them."""

    CUSTOMER = "customer"
    POOR_SCORE = "poor_score"


class ComplaintCategory(StrEnum):
    STAFF = "staff"
    QUALITY = "quality"
    PRICE = "price"
    DELIVERY = "delivery"
    PRIVACY = "privacy"
    UNSORTED = "unsorted"


class Severity(StrEnum):
    UNGRADED = "ungraded"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"
