"""What holds of partners and of their settlements, whatever anyone reports."""

from datetime import datetime, timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mijoz.application.contexts import CLEARING, COALITION
from mijoz.application.desk import Unknown
from mijoz.application.due import sweep_due
from mijoz.domain.coalition.agreement_terms import (
    AgreementSigned,
    OnboardPartner,
    ResumeAgreement,
    SignAgreement,
    SuspendAgreement,
    TerminateAgreement,
)
from mijoz.domain.coalition.clearing_terms import (
    DisputeRows,
    ResolveDispute,
    Row,
    RowKind,
    SettlementComputed,
)
from mijoz.domain.coalition.coalition import COALITIONS
from mijoz.domain.coalition.terms import AgreementTerms, Prices
from mijoz.domain.decider import Refused
from mijoz.domain.ids import AgreementId, CustomerId, PartnerId

from ..unit.coalition.partners import (
    DEAL,
    clearing,
    open_clearing,
    report,
    sums,
    with_a_bakery,
)
from ..unit.engagement.club import (
    ANNA,
    AZIZA,
    BEK,
    CLUB,
    NOW,
    PEOPLE,
    ask,
    points,
    tell,
)

CLEARINGS = "march", "april"
people = st.sampled_from([*PEOPLE, CustomerId("nobody")])
which = st.sampled_from(CLEARINGS)
names = st.integers(1, 8).map(lambda number: f"r-{number}")
days = st.integers(0, 40).map(lambda number: NOW + timedelta(days=number))
rows = st.builds(
    Row,
    names,
    st.sampled_from(RowKind),
    days,
    people,
    st.integers(0, 5),
    st.none() | names,
)


class Clearing(RuleBasedStateMachine):
    """A partner reports whatever it likes; it is disputed, settled and agreed."""

    def __init__(self) -> None:
        super().__init__()
        self.crm = with_a_bakery()
        open_clearing(self.crm, "april", NOW + timedelta(days=60))
        self.computed: dict[str, SettlementComputed] = {}

    @rule(name=which, some=st.lists(rows, max_size=6), at=days)
    def reports(self, name: str, some: list[Row], at: datetime) -> None:
        fit = [
            row
            for row in some
            if row.points and (row.of_row is None) == (row.kind is not RowKind.REVERSAL)
        ]
        try:
            report(self.crm, *fit, clearing=name, at=at)
        except Refused:
            return

    @rule(name=which, late=st.integers(0, 40))
    def computes(self, name: str, late: int) -> None:
        at = NOW + timedelta(days=30 + late)
        try:
            told = ask(self.crm, "clearing.compute", clearing_id=name, at=at)
        except Refused:
            return
        if told.state.computed:
            self.computed[name] = told.state.computed

    @rule(name=which, row=names, at=days)
    def disputes(self, name: str, row: str, at: datetime) -> None:
        try:
            dispute = DisputeRows(at, (row,), "bakery", "no")
            tell(self.crm, CLEARING, name, dispute)
        except Refused:
            return

    @rule(name=which, row=names, at=days, upheld=st.booleans())
    def resolves(self, name: str, row: str, at: datetime, upheld: bool) -> None:
        try:
            resolve = ResolveDispute(at, row, upheld, "so")
            tell(self.crm, CLEARING, name, resolve)
        except (Refused, Unknown):
            return

    @rule(at=days, resumed=st.booleans())
    def pauses(self, at: datetime, resumed: bool) -> None:
        told = ResumeAgreement(at, DEAL) if resumed else SuspendAgreement(at, DEAL, "x")
        try:
            tell(self.crm, COALITION, CLUB, told)
        except Refused:
            return

    @rule(at=days)
    def time_passes(self, at: datetime) -> None:
        sweep_due(self.crm.handler, at, ANNA)

    @invariant()
    def what_was_cleared_is_what_the_ledger_says(self) -> None:
        for name in CLEARINGS:
            found = clearing(self.crm, name)
            assert (found.earned, found.burned) == sums(self.crm, name)
            assert found.cleared.keys().isdisjoint(found.refused)
            assert found.cleared.keys() | found.refused.keys() == found.rows.keys()

    @invariant()
    def what_was_settled_is_what_the_ledger_said(self) -> None:
        for name in CLEARINGS:
            found = clearing(self.crm, name)
            computed = found.computed
            if computed is None:
                continue
            assert (computed.earned, computed.burned) == sums(self.crm, name)
            assert computed.earned == sum(each.earned for each in computed.lines)
            assert computed.burned == sum(each.burned for each in computed.lines)
            assert computed.net == sum(
                each.earned_amount - each.burned_amount for each in computed.lines
            )
            if found.agreed:
                assert found.agreed.net == computed.net
                assert not found.disputed

    @invariant()
    def members_have_what_all_clearings_come_to(self) -> None:
        held = sum(points(self.crm, who) for who in (AZIZA, BEK))
        cleared = [sums(self.crm, name) for name in CLEARINGS]
        assert held == sum(earned - burned for earned, burned in cleared)


TestClearing = Clearing.TestCase
TestClearing.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)

partners = st.sampled_from([PartnerId(each) for each in "abc"])
categories = st.sampled_from(["bread", "fuel"])
starts = st.integers(0, 9).map(lambda number: NOW + timedelta(days=number))
signings = st.builds(
    SignAgreement,
    st.just(NOW),
    st.sampled_from([AgreementId(each) for each in "vwxyz"]),
    partners,
    st.builds(
        AgreementTerms,
        starts,
        st.none() | starts,
        st.just(Prices(1, 1, 1, "UZS")),
        st.just(1),
        st.none() | categories,
    ),
)
endings = st.builds(
    TerminateAgreement,
    starts,
    st.sampled_from([AgreementId(each) for each in "vwxyz"]),
    st.just("over"),
)


@given(
    st.lists(categories, min_size=3, max_size=3),
    st.lists(signings | endings, max_size=10),
)
def test_no_two_compete_at_any_time(
    sold: list[str], commands: list[SignAgreement | TerminateAgreement]
) -> None:
    state = COALITIONS.initial
    onboards = [
        OnboardPartner(NOW, CLUB, PartnerId(each), each, category)
        for each, category in zip("abc", sold, strict=True)
    ]
    for command in (*onboards, *commands):
        try:
            for event in COALITIONS.decide(command, state):
                state = COALITIONS.evolve(state, event)
        except Refused:
            continue
    for one, other in combinations(state.agreements.values(), 2):
        for day in range(12):
            at = NOW + timedelta(days=day)
            if one.in_force(at) and other.in_force(at):
                _do_not_compete(one.signed, other.signed)


def _do_not_compete(one: AgreementSigned, other: AgreementSigned) -> None:
    assert one.partner_id != other.partner_id
    assert one.terms.exclusive_category != other.category
    assert other.terms.exclusive_category != one.category
