"""What a case can be, who its messages come from, and why its clocks may stand."""

from enum import StrEnum


class CaseKind(StrEnum):
    QUESTION = "question"
    PROBLEM = "problem"
    REQUEST = "request"
    COMPLAINT = "complaint"


class Direction(StrEnum):
    """Only an outgoing message answers: not a note, nor what a machine sends."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"
    INTERNAL = "internal"
    AUTOMATIC = "automatic"


class PauseReason(StrEnum):
    AWAITING_CUSTOMER = "awaiting_customer"
    AWAITING_SUPPLIER = "awaiting_supplier"
    AWAITING_CAUSE = "awaiting_cause"
    AWAITING_EVIDENCE = "awaiting_evidence"
    AGREED_WITH_CUSTOMER = "agreed_with_customer"


class SlaTarget(StrEnum):
    FIRST_RESPONSE = "first_response"
    RESOLUTION = "resolution"
