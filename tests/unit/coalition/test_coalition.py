"""The rules of partners and agreements, one test a rule."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.domain.coalition.agreement import (
    Agreement,
    AgreementIsOver,
    AmendmentChanged,
    AmendmentOutOfOrder,
    CurrencyStays,
)
from mijoz.domain.coalition.agreement_terms import (
    AgreementAmended,
    AgreementResumed,
    AgreementSigned,
    AgreementSuspended,
    AgreementTerminated,
    AmendAgreement,
    OnboardPartner,
    PartnerOnboarded,
    ResumeAgreement,
    SignAgreement,
    SuspendAgreement,
    TerminateAgreement,
)
from mijoz.domain.coalition.coalition import (
    COALITIONS,
    AgreementChanged,
    AgreementNotSigned,
    AgreementsOverlap,
    CategoryIsExclusive,
    CategoryIsTaken,
    PartnerChanged,
    PartnerNotOnboarded,
)
from mijoz.domain.coalition.terms import (
    MOST_DAYS,
    MOST_POINTS,
    WHOLE,
    AgreementTerms,
    Benefit,
    BenefitKind,
    ImpossibleBenefit,
    ImpossibleTerm,
    Prices,
    RepeatedBenefit,
)
from mijoz.domain.decider import Refused
from mijoz.domain.ids import AgreementId, PartnerId, ProgrammeId
from mijoz.domain.money import NoSuchCurrency, NotAnAmount
from mijoz.domain.times import DueTooEarly, TooEarly
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
INSTANT, DAY = timedelta(microseconds=1), timedelta(days=1)
SOON, LATER, END = NOW + DAY, NOW + 2 * DAY, NOW + 30 * DAY
CLUB = ProgrammeId("club")
BAKERY, FUEL, CAFE = PartnerId("bakery"), PartnerId("fuel"), PartnerId("cafe")
FIRST, SECOND = AgreementId("a-1"), AgreementId("a-2")
PRICES = Prices(100, 80, 10, "UZS")
TERMS = AgreementTerms(NOW, END, PRICES, 14, "bread")

ONBOARD = OnboardPartner(NOW, CLUB, BAKERY, "Non", "bread")
ONBOARDED = PartnerOnboarded(NOW, CLUB, BAKERY, "Non", "bread")
FUELS = PartnerOnboarded(NOW, CLUB, FUEL, "Petrol", "fuel")
CAFES = PartnerOnboarded(NOW, CLUB, CAFE, "Choyxona", "bread")
SIGN = SignAgreement(NOW, FIRST, BAKERY, TERMS)
SIGNED = AgreementSigned(NOW, CLUB, FIRST, BAKERY, "bread", TERMS)
OF = CLUB, FIRST, BAKERY
CHEAPER = Prices(90, 80, 10, "UZS")
AMEND = AmendAgreement(SOON, FIRST, 2, LATER, CHEAPER, "review")
AMENDED = AgreementAmended(SOON, *OF, 2, LATER, CHEAPER, "review")
SUSPENDED = AgreementSuspended(SOON, *OF, "arrears")
RESUMED = AgreementResumed(LATER, *OF)
TERMINATED = AgreementTerminated(LATER, *OF, "closed down")

coalitions = Scenario(COALITIONS)
onboarded = coalitions.given(ONBOARDED, FUELS, CAFES)
signed = onboarded.given(SIGNED)


def terms(**changed: Any) -> SignAgreement:
    return but(SIGN, terms=but(TERMS, **changed))


def test_a_partner_is_onboarded_once() -> None:
    story = coalitions.when(ONBOARD)
    story.then(ONBOARDED)
    story.when(but(ONBOARD, at=SOON)).then_nothing()
    story.when(but(ONBOARD, category="fuel")).then(PartnerChanged(BAKERY))


def test_an_agreement_is_signed_once_with_a_partner() -> None:
    coalitions.when(SIGN).then(PartnerNotOnboarded(BAKERY))
    story = onboarded.when(SIGN)
    story.then(SIGNED)
    story.when(but(SIGN, at=SOON)).then_nothing()
    story.when(terms(dispute_days=15)).then(AgreementChanged(FIRST))
    early = NOW - INSTANT
    onboarded.when(but(SIGN, at=early)).then(TooEarly(early, NOW))


def test_an_agreement_ends_after_it_starts() -> None:
    onboarded.when(terms(ends_at=NOW)).then(DueTooEarly(NOW, NOW))
    assert onboarded.when(terms(ends_at=None)).news


@pytest.mark.parametrize(
    ("prices", "refusal"),
    [
        (but(PRICES, earn=-1), NotAnAmount(-1, 0)),
        (but(PRICES, burn=-1), NotAnAmount(-1, 0)),
        (but(PRICES, currency="sum"), NoSuchCurrency("sum")),
        (but(PRICES, per=0), ImpossibleTerm("per", 0)),
        (but(PRICES, per=MOST_POINTS + 1), ImpossibleTerm("per", MOST_POINTS + 1)),
    ],
)
def test_points_have_prices(prices: Prices, refusal: Refused) -> None:
    onboarded.when(terms(prices=prices)).then(refusal)
    signed.when(but(AMEND, prices=prices)).then(refusal)


def test_points_may_cost_nothing() -> None:
    assert onboarded.when(terms(prices=Prices(0, 0, 1, "UZS"))).news
    assert onboarded.when(terms(prices=but(PRICES, per=MOST_POINTS))).news


def test_a_settlement_is_disputed_within_days() -> None:
    for days in (-1, MOST_DAYS + 1):
        story = onboarded.when(terms(dispute_days=days))
        story.then(ImpossibleTerm("dispute_days", days))
    for days in (0, MOST_DAYS):
        assert onboarded.when(terms(dispute_days=days)).news


COUPON = Benefit("b-1", BenefitKind.COUPON, "10 %", 30, 1_000, None, "UZS")
CASHBACK = Benefit("b-2", BenefitKind.CASHBACK, "5 %", 30, 500, 9_000, "UZS")
GIFT = Benefit("b-3", BenefitKind.GIFT, "a loaf", 30)


def test_a_partner_offers_coupons_cashback_and_gifts() -> None:
    assert onboarded.when(terms(benefits=(COUPON, CASHBACK, GIFT))).news
    twice = terms(benefits=(COUPON, but(GIFT, benefit_id="b-1")))
    onboarded.when(twice).then(RepeatedBenefit("b-1"))


@pytest.mark.parametrize(
    "benefit",
    [
        but(COUPON, share=None),
        but(COUPON, share=0),
        but(COUPON, share=WHOLE + 1),
        but(CASHBACK, currency=None),
        but(GIFT, share=1),
        but(GIFT, most=1),
        but(GIFT, currency="UZS"),
    ],
)
def test_what_is_offered_is_a_share_of_money_or_a_thing(benefit: Benefit) -> None:
    story = onboarded.when(terms(benefits=(benefit,)))
    story.then(ImpossibleBenefit(benefit.benefit_id, benefit.kind))


@pytest.mark.parametrize(
    ("benefit", "refusal"),
    [
        (but(GIFT, days=0), ImpossibleTerm("days", 0)),
        (but(GIFT, days=MOST_DAYS + 1), ImpossibleTerm("days", MOST_DAYS + 1)),
        (but(CASHBACK, most=0), NotAnAmount(0, 1)),
        (but(CASHBACK, currency="sum"), NoSuchCurrency("sum")),
    ],
)
def test_benefits_have_their_bounds(benefit: Benefit, refusal: Refused) -> None:
    onboarded.when(terms(benefits=(benefit,))).then(refusal)


@pytest.mark.parametrize(
    "benefit",
    [
        but(GIFT, days=1),
        but(GIFT, days=MOST_DAYS),
        but(COUPON, share=1),
        but(COUPON, share=WHOLE),
        but(CASHBACK, most=1),
    ],
)
def test_benefits_may_be_at_their_bounds(benefit: Benefit) -> None:
    assert onboarded.when(terms(benefits=(benefit,))).news


def sign(
    partner: PartnerId,
    starts_at: datetime = NOW,
    ends_at: datetime | None = None,
    exclusive: str | None = None,
) -> SignAgreement:
    wanted = AgreementTerms(starts_at, ends_at, PRICES, 14, exclusive)
    return SignAgreement(LATER, SECOND, partner, wanted)


def test_no_partner_competes_with_one_that_is_to_be_the_only_one() -> None:
    signed.when(sign(CAFE)).then(CategoryIsExclusive("bread", BAKERY, FIRST))
    assert signed.when(sign(FUEL)).news
    plain = onboarded.given(but(SIGNED, terms=but(TERMS, exclusive_category=None)))
    assert plain.when(sign(CAFE)).news
    other = onboarded.given(but(SIGNED, terms=but(TERMS, exclusive_category="fuel")))
    other.when(sign(FUEL)).then(CategoryIsExclusive("fuel", BAKERY, FIRST))


def test_nobody_becomes_the_only_one_where_somebody_is() -> None:
    plain = onboarded.given(but(SIGNED, terms=but(TERMS, exclusive_category=None)))
    taken = CategoryIsTaken("bread", BAKERY, FIRST)
    plain.when(sign(CAFE, exclusive="bread")).then(taken)
    plain.when(sign(FUEL, exclusive="bread")).then(taken)
    assert plain.when(sign(FUEL, exclusive="fuel")).news


def test_agreements_exclude_only_while_they_are() -> None:
    before = NOW - 9 * DAY
    assert signed.when(sign(CAFE, before, NOW)).news
    refusal = CategoryIsExclusive("bread", BAKERY, FIRST)
    signed.when(sign(CAFE, before, NOW + INSTANT)).then(refusal)
    signed.when(sign(CAFE, END - INSTANT)).then(refusal)
    assert signed.when(sign(CAFE, END)).news
    ended = signed.given(TERMINATED)
    ended.when(sign(CAFE, LATER - INSTANT)).then(refusal)
    assert ended.when(sign(CAFE, LATER)).news
    signed.given(SUSPENDED).when(sign(CAFE)).then(refusal)


def test_a_partner_has_one_agreement_at_a_time() -> None:
    signed.when(sign(BAKERY)).then(AgreementsOverlap(BAKERY, FIRST))
    story = signed.when(sign(BAKERY, END))
    names = [each.signed.agreement_id for each in story.state.of(BAKERY)]
    assert names == [FIRST, SECOND]


@pytest.mark.parametrize(
    "command",
    [
        AMEND,
        SuspendAgreement(SOON, FIRST, "x"),
        ResumeAgreement(SOON, FIRST),
        TerminateAgreement(SOON, FIRST, "x"),
    ],
    ids=lambda each: type(each).__name__,
)
def test_what_becomes_of_an_agreement_is_between_its_signing_and_its_end(
    command: Any,
) -> None:
    onboarded.when(command).then(AgreementNotSigned(FIRST))
    early, over = NOW - INSTANT, AgreementIsOver(FIRST, END)
    signed.when(but(command, at=early)).then(TooEarly(early, NOW))
    assert signed.when(but(command, at=END - INSTANT)).refusal != over
    signed.when(but(command, at=END)).then(over)
    story = signed.given(TERMINATED).when(but(command, at=LATER))
    if isinstance(command, TerminateAgreement):
        story.then_nothing()
    else:
        story.then(AgreementIsOver(FIRST, LATER))


def test_what_becomes_of_an_agreement_is_told_in_order() -> None:
    story = signed.given(but(AMENDED, at=LATER))
    story.when(SuspendAgreement(SOON, FIRST, "x")).then(TooEarly(SOON, LATER))
    story = signed.given(but(SUSPENDED, at=LATER))
    story.when(ResumeAgreement(SOON, FIRST)).then(TooEarly(SOON, LATER))


def test_prices_are_amended_in_versions_for_what_is_to_come() -> None:
    story = signed.when(AMEND)
    story.then(AMENDED)
    (found,) = story.state.of(BAKERY)
    assert found.version == 2
    assert found.prices_at(LATER - INSTANT) == (1, PRICES)
    assert found.prices_at(LATER) == (2, CHEAPER)
    story.when(AMEND).then_nothing()
    paused = signed.given(AMENDED, but(SUSPENDED, at=LATER))
    paused.when(AMEND).then_nothing()
    story.when(but(AMEND, reason="x")).then(AmendmentChanged(FIRST, 2))
    signed.when(but(AMEND, version=1)).then(AmendmentOutOfOrder(1, 1))
    story.when(but(AMEND, version=1)).then(AmendmentOutOfOrder(1, 2))
    early = LATER - INSTANT
    story.when(but(AMEND, version=3, effective_from=early)).then(TooEarly(early, LATER))
    third = story.when(but(AMEND, version=3, prices=PRICES))
    (found,) = third.state.of(BAKERY)
    assert found.prices_at(LATER) == (3, PRICES)
    past = SOON - INSTANT
    signed.when(but(AMEND, effective_from=past)).then(TooEarly(past, SOON))
    assert signed.when(but(AMEND, effective_from=SOON)).news
    dollars = but(CHEAPER, currency="USD")
    signed.when(but(AMEND, prices=dollars)).then(CurrencyStays("UZS"))


def test_an_agreement_is_suspended_and_resumed() -> None:
    story = signed.when(SuspendAgreement(SOON, FIRST, "arrears"))
    story.then(SUSPENDED)
    story.when(SuspendAgreement(SOON, FIRST, "arrears")).then_nothing()
    story = story.when(ResumeAgreement(LATER, FIRST))
    story.then(RESUMED)
    story.when(ResumeAgreement(LATER, FIRST)).then_nothing()
    signed.when(ResumeAgreement(LATER, FIRST)).then_nothing()


def test_an_agreement_is_in_force_from_its_start_until_its_end_but_for_pauses() -> None:
    def holds(*times: datetime, of: Agreement) -> list[bool]:
        return [of.in_force(each) for each in times]

    plain = Agreement(SIGNED)
    times = NOW - INSTANT, NOW, END - INSTANT, END
    assert holds(*times, of=plain) == [False, True, True, False]
    endless = Agreement(but(SIGNED, terms=but(TERMS, ends_at=None)))
    assert holds(END, of=endless) == [True]
    ended = Agreement(SIGNED, terminated=TERMINATED)
    assert holds(LATER - INSTANT, LATER, of=ended) == [True, False]
    late = Agreement(SIGNED, terminated=but(TERMINATED, at=END + DAY))
    assert late.ends_at == END
    assert Agreement(endless.signed, terminated=TERMINATED).ends_at == LATER
    paused = Agreement(SIGNED, pauses=(SUSPENDED, RESUMED))
    times = SOON - INSTANT, SOON, LATER - INSTANT, LATER
    assert holds(*times, of=paused) == [True, False, False, True]


def test_the_agreement_in_force_is_found_by_its_partner() -> None:
    state = signed.state
    assert state.in_force(BAKERY, NOW) == Agreement(SIGNED)
    assert state.in_force(BAKERY, END) is None
    assert state.in_force(FUEL, NOW) is None


def test_an_agreement_is_terminated_once() -> None:
    story = signed.when(TerminateAgreement(LATER, FIRST, "closed down"))
    story.then(TERMINATED)
    story.when(TerminateAgreement(END, FIRST, "other")).then_nothing()
