"""P15: who lapsed is made an offer, once, until they buy, object or let it run out."""

from mijoz.adapters.memory_views import MemoryViews
from mijoz.application.contexts import (
    CONSENT,
    CUSTOMER,
    LIFECYCLE,
    ORDER,
    PHASE_RULES,
    WIN_BACK,
)
from mijoz.application.due import sweep_due
from mijoz.application.lifecycle import assess
from mijoz.domain.customer.consent import GrantConsent, LawfulBasis, WithdrawConsent
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import CustomerId, OrderId
from mijoz.domain.lifecycle.lifecycle import LifecyclePhaseEntered
from mijoz.domain.lifecycle.phases import Phase
from mijoz.domain.lifecycle.rules import PhaseRules, PublishPhaseRules, WinBack
from mijoz.domain.lifecycle.winback import (
    Outcome,
    WinBackEnded,
    WinBackOffered,
    WinBackWithheld,
)
from mijoz.domain.purchase.order import Line, RecordPurchase

from .telling import TIME, Brought, Step, day, tell

AZIZA = CustomerId("aziza")
RULES = PhaseRules(
    3, 60, 60, 180, WinBack("ten per cent", "marketing", "email", days=30)
)
SOCKS = Line("1", "retro-socks", None, 1, 5_000, 5_000)
PUBLISHED: Step = PHASE_RULES, "phases", PublishPhaseRules(day(0), "phases", 1, RULES)
REGISTERED: Step = (
    CUSTOMER,
    AZIZA,
    RegisterCustomer(day(0), AZIZA, PartyKind.PERSON, "shop"),
)
GRANTED: Step = (
    CONSENT,
    AZIZA,
    GrantConsent(day(0), AZIZA, "marketing", "email", LawfulBasis.CONSENT, "1", "form"),
)


def buys(number: int) -> Step:
    order = OrderId(f"on day {number}")
    lines = (SOCKS,)
    command = RecordPurchase(day(number), order, AZIZA, "shop", None, "UZS", lines)
    return ORDER, order, command


def looks(number: int) -> Brought:
    return lambda handler: assess(handler, MemoryViews(), day(number), TIME)


LAPSED = (PUBLISHED, REGISTERED, GRANTED, buys(1), looks(182))


def test_who_lapsed_is_made_an_offer_once() -> None:
    told = tell(*LAPSED, looks(183))
    (offered,) = told.of(WIN_BACK, AZIZA)
    assert isinstance(offered, WinBackOffered)
    assert (offered.at, offered.lapsed_at) == (day(182), day(181))
    assert (offered.until, offered.consent_position) == (day(212), 1)


def test_an_order_ends_the_offer_as_a_success() -> None:
    told = tell(*LAPSED, buys(190), looks(191))
    assert told.by("win-backs-end") == [
        WinBackEnded(day(190), AZIZA, Outcome.PURCHASED)
    ]
    last = told.of(LIFECYCLE, AZIZA)[-1]
    assert isinstance(last, LifecyclePhaseEntered)
    assert last.phase == Phase.WON_BACK


def test_an_objection_ends_the_offer_at_once() -> None:
    objection = WithdrawConsent(day(185), AZIZA, "marketing", "email", "link")
    told = tell(*LAPSED, (CONSENT, AZIZA, objection))
    ended = [WinBackEnded(day(185), AZIZA, Outcome.OBJECTED)]
    assert told.by("objections-end-win-backs") == ended


def test_an_objection_to_something_else_does_not() -> None:
    objection = WithdrawConsent(day(185), AZIZA, "marketing", "sms", "link")
    told = tell(*LAPSED, (CONSENT, AZIZA, objection))
    assert told.by("objections-end-win-backs") == []


def test_an_offer_that_nobody_takes_runs_out() -> None:
    told = tell(*LAPSED, lambda handler: sweep_due(handler, day(400), TIME))
    ended = WinBackEnded(day(212), AZIZA, Outcome.EXPIRED)
    assert told.of(WIN_BACK, AZIZA)[-1] == ended


def test_who_did_not_consent_is_made_no_offer_and_that_is_noted() -> None:
    told = tell(PUBLISHED, REGISTERED, buys(1), looks(182))
    (withheld,) = told.of(WIN_BACK, AZIZA)
    assert isinstance(withheld, WinBackWithheld)


def test_a_lapse_that_is_over_when_it_is_found_is_answered_with_nothing() -> None:
    told = tell(PUBLISHED, REGISTERED, GRANTED, buys(1), buys(190), looks(191))
    assert told.of(WIN_BACK, AZIZA) == []
    phases = [each.phase for each in told.of(LIFECYCLE, AZIZA)]
    assert phases[-2:] == [Phase.LAPSED, Phase.WON_BACK]
