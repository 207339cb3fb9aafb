"""By what channel one is served, how it felt, what comes next, what was mistaken."""

from enum import StrEnum


class Channel(StrEnum):
    SHOP = "shop"
    FIELD = "field"
    PHONE = "phone"
    WEB = "web"
    APP = "app"
    CHAT = "chat"
    EMAIL = "email"
    MESSENGER = "messenger"
    VIDEO = "video"
    POST = "post"
    KIOSK = "kiosk"


class Valence(StrEnum):
    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


class NextAction(StrEnum):
    CALL_BACK = "call_back"
    SEND_OFFER = "send_offer"
    SEND_INFORMATION = "send_information"
    BOOK_APPOINTMENT = "book_appointment"
    OPEN_CASE = "open_case"
    ASK_HOW_IT_WENT = "ask_how_it_went"
    OTHER = "other"


class Mistake(StrEnum):
    """Why a step that was told is taken back: it was not so."""

    MISTYPED = "mistyped"
    WRONG_STEP = "wrong_step"
    WRONG_TIME = "wrong_time"
    WRONG_PERSON = "wrong_person"
    TOLD_TWICE = "told_twice"
    NOT_DONE = "not_done"
    SYSTEM = "system"
