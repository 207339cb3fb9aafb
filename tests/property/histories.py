"""Histories of two customers of a shop, in whatever order things happen to them.

Every value that is personal begins with `MARK`, so that it can be looked for.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias

from attrs import frozen
from hypothesis import strategies as st

from mijoz.application.contexts import account
from mijoz.application.crm import Crm
from mijoz.application.desk import Desk, Unknown
from mijoz.application.envelope import Origin
from mijoz.application.ports import ClaimTaken
from mijoz.domain.campaign.outreach import ExposeToCampaign, RedeemCoupon
from mijoz.domain.customer.consent import GrantConsent, LawfulBasis
from mijoz.domain.customer.profile import (
    AddIdentifier,
    CloseReason,
    CloseRelationship,
    CorrectFact,
    FactKind,
    IdentifierKind,
    PartyKind,
    RecordFact,
    RegisterCustomer,
    RemoveIdentifier,
    ReopenRelationship,
    VerifyIdentifier,
)
from mijoz.domain.decider import Refused
from mijoz.domain.encounter.encounter import CloseEncounter, OpenEncounter
from mijoz.domain.encounter.opening import EncounterKind
from mijoz.domain.feedback.feedback import FeedbackKind, ReceiveFeedback
from mijoz.domain.ids import (
    CampaignId,
    CustomerId,
    EncounterId,
    FeedbackId,
    MembershipId,
    OrderId,
    ProgrammeId,
)
from mijoz.domain.loyalty.membership import (
    BalancePolicy,
    Enrol,
    IssueCard,
    Leave,
    ReplaceCard,
    Suspend,
)
from mijoz.domain.loyalty.points import Adjust, Hold, Redeem, SettleDue
from mijoz.domain.loyalty.programme import PublishVersion
from mijoz.domain.loyalty.terms import Terms
from mijoz.domain.purchase.order import Line, RecordPurchase, RefundOrder, ReturnLines

AT: Final = datetime(2026, 1, 1, 12, tzinfo=UTC)
AZIZA, BOBUR = CustomerId("aziza"), CustomerId("bobur")
CLUB: Final = ProgrammeId("club")
MARK: Final = "ZZ-"
TERMS: Final = Terms("Asia/Tashkent", "points", 1, 100, "UZS", expiry_months=1)
_ANNA: Final = Origin("user:anna")


@frozen
class Step:
    """Something that happens to someone; `n` and `words` say which, and how."""

    do: str
    who: CustomerId
    n: int
    words: str


@frozen
class _Then:
    crm: Crm
    at: datetime
    step: Step

    @property
    def personal(self) -> str:
        return f"{MARK}{self.step.words}"


Play: TypeAlias = Callable[
    [_Then, CustomerId, int], tuple[Desk[Any, Any, Any], str, Any]
]


def _register(t: _Then, who: CustomerId, n: int) -> Any:
    told = RegisterCustomer(t.at, who, PartyKind.PERSON, "web", name=t.personal)
    return t.crm.customers.desk, who, told


def _identify(t: _Then, who: CustomerId, n: int) -> Any:
    kind, value = list(IdentifierKind)[n % 3], f"{MARK}{n}@example.org"
    index = t.crm.handler.blind(kind, value)
    return t.crm.customers.desk, who, AddIdentifier(t.at, kind, value, index)


def _verify(t: _Then, who: CustomerId, n: int) -> Any:
    kind = list(IdentifierKind)[n % 3]
    index = t.crm.handler.blind(kind, f"{MARK}{n}@example.org")
    return t.crm.customers.desk, who, VerifyIdentifier(t.at, kind, index, "link")


def _drop(t: _Then, who: CustomerId, n: int) -> Any:
    kind = list(IdentifierKind)[n % 3]
    index = t.crm.handler.blind(kind, f"{MARK}{n}@example.org")
    return t.crm.customers.desk, who, RemoveIdentifier(t.at, kind, index, "moved")


def _know(t: _Then, who: CustomerId, n: int) -> Any:
    fact = RecordFact(t.at, f"f-{n}", FactKind.HABIT, "tea", t.personal, "chat")
    return t.crm.customers.desk, who, fact


def _correct(t: _Then, who: CustomerId, n: int) -> Any:
    return t.crm.customers.desk, who, CorrectFact(t.at, f"f-{n}", t.personal, "typo")


def _close(t: _Then, who: CustomerId, n: int) -> Any:
    close = CloseRelationship(t.at, CloseReason.MOVED, t.personal)
    return t.crm.customers.desk, who, close


def _reopen(t: _Then, who: CustomerId, n: int) -> Any:
    return t.crm.customers.desk, who, ReopenRelationship(t.at)


def _consent(t: _Then, who: CustomerId, n: int) -> Any:
    basis = LawfulBasis.CONSENT
    return (
        t.crm.consents,
        who,
        GrantConsent(t.at, who, "news", "email", basis, "v1", "form"),
    )


def _enrol(t: _Then, who: CustomerId, n: int) -> Any:
    enrol = Enrol(t.at, MembershipId(f"m-{who}"), who, CLUB, "web")
    return t.crm.memberships, account(CLUB, who), enrol


def _card(t: _Then, who: CustomerId, n: int) -> Any:
    number = f"{MARK}card-{n}"
    index = t.crm.handler.blind("membership-card", number)
    return t.crm.memberships, account(CLUB, who), IssueCard(t.at, index, number)


def _new_card(t: _Then, who: CustomerId, n: int) -> Any:
    number = f"{MARK}card-{n}"
    index = t.crm.handler.blind("membership-card", number)
    replace = ReplaceCard(t.at, index, "lost", number)
    return t.crm.memberships, account(CLUB, who), replace


def _suspend(t: _Then, who: CustomerId, n: int) -> Any:
    return t.crm.memberships, account(CLUB, who), Suspend(t.at, "unpaid")


def _leave(t: _Then, who: CustomerId, n: int) -> Any:
    leave = Leave(t.at, "tired", BalancePolicy.KEEP_UNTIL_EXPIRY)
    return t.crm.memberships, account(CLUB, who), leave


def _buy(t: _Then, who: CustomerId, n: int) -> Any:
    lines = (
        Line("1", "socks", None, 1, 100 * n, 120 * n),
        Line("2", "cap", None, 1, 70, 70),
    )
    order = OrderId(f"o-{who}-{n}")
    buy = RecordPurchase(t.at, order, who, "shop", None, "UZS", lines)
    return t.crm.orders, order, buy


def _refund(t: _Then, who: CustomerId, n: int) -> Any:
    refund = RefundOrder(t.at, f"r-{t.step.words}", (("1", 30 * n), ("2", 10)))
    return t.crm.orders, f"o-{who}-{n}", refund


def _return(t: _Then, who: CustomerId, n: int) -> Any:
    return t.crm.orders, f"o-{who}-{n}", ReturnLines(t.at, "back-1", (("1", 1),))


def _redeem(t: _Then, who: CustomerId, n: int) -> Any:
    redeem = Redeem(t.at, f"x-{n}", "mug", n)
    return t.crm.points, account(CLUB, who), redeem


def _hold(t: _Then, who: CustomerId, n: int) -> Any:
    hold = Hold(t.at, f"h-{n}", n, t.at + timedelta(days=3))
    return t.crm.points, account(CLUB, who), hold


def _adjust(t: _Then, who: CustomerId, n: int) -> Any:
    adjust = Adjust(t.at, f"a-{n}", n - 3, "sorry", "anna")
    return t.crm.points, account(CLUB, who), adjust


def _settle(t: _Then, who: CustomerId, n: int) -> Any:
    due = SettleDue(t.at + timedelta(days=20 * n))
    return t.crm.points, account(CLUB, who), due


def _feedback(t: _Then, who: CustomerId, n: int) -> Any:
    about = who if n else None
    told = ReceiveFeedback(
        t.at,
        FeedbackId(f"{who}-{n}"),
        about,
        FeedbackKind.NPS,
        n,
        10,
        comment=t.personal,
    )
    return t.crm.feedback, f"{who}-{n}", told


def _meet(t: _Then, who: CustomerId, n: int) -> Any:
    encounter = EncounterId(f"e-{who}-{n}")
    kind = next(iter(EncounterKind))
    return t.crm.encounters, encounter, OpenEncounter(t.at, encounter, who, kind, "web")


def _part(t: _Then, who: CustomerId, n: int) -> Any:
    return t.crm.encounters, f"e-{who}-{n}", CloseEncounter(t.at, "solved")


def _reach(t: _Then, who: CustomerId, n: int) -> Any:
    reach = ExposeToCampaign(t.at, who, CampaignId(f"spring-{n}"), "mail")
    return t.crm.outreach, who, reach


def _coupon(t: _Then, who: CustomerId, n: int) -> Any:
    return t.crm.outreach, who, RedeemCoupon(t.at, who, f"c-{n}", "SPRING")


_PLAYS: Final[dict[str, Play]] = {
    each.__name__.removeprefix("_"): each
    for each in (
        *(_register, _identify, _verify, _drop, _know, _correct, _close, _reopen),
        *(_consent, _enrol, _card, _new_card, _suspend, _leave),
        *(_buy, _refund, _return, _redeem, _hold, _adjust, _settle),
        *(_feedback, _meet, _part, _reach, _coupon),
    )
}
_words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9)
steps = st.builds(
    Step,
    st.sampled_from(sorted(_PLAYS)),
    st.sampled_from([AZIZA, BOBUR]),
    st.integers(0, 6),
    _words,
)
histories = st.lists(steps, max_size=30)


def play(crm: Crm, history: Iterable[Step]) -> None:
    """Have a history happen, each step a day after the last; a shop may say no."""
    publish = PublishVersion(AT, CLUB, 1, AT, TERMS)
    crm.programmes.tell(CLUB, publish, origin=_ANNA)
    first = [Step("register", who, 0, who.title()) for who in (AZIZA, BOBUR)]
    first += [Step("enrol", who, 0, "") for who in (AZIZA, BOBUR)]
    for day, step in enumerate([*first, *history]):
        then = _Then(crm, AT + timedelta(days=day), step)
        desk, identity, command = _PLAYS[step.do](then, step.who, step.n)
        with suppress(Refused, Unknown, ClaimTaken):
            desk.tell(identity, command, origin=_ANNA)
