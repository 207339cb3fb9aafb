"""Whatever customers do and we hear of late: one, all, before and after agree."""

from contextlib import suppress
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, TypeAlias

from hypothesis import given
from hypothesis import strategies as st

from mijoz.adapters.cli.audit.canonical import Digests, plain
from mijoz.application.auditing.diffing import Clock, diff
from mijoz.application.auditing.models import AGGREGATES, OF_ONE
from mijoz.application.auditing.replaying import Replayed, replay_all, replay_one
from mijoz.application.contexts import account
from mijoz.application.crm import Crm
from mijoz.application.desk import Desk, Unknown
from mijoz.application.envelope import Origin, Recorded
from mijoz.composition import compose
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.decider import Refused
from mijoz.domain.ids import CustomerId, MembershipId, OrderId, ProgrammeId
from mijoz.domain.loyalty.membership import Enrol
from mijoz.domain.loyalty.points import Redeem
from mijoz.domain.loyalty.programme import PublishVersion
from mijoz.domain.loyalty.terms import Terms
from mijoz.domain.purchase.order import Line, RecordPurchase, RefundOrder
from mijoz.testing.journal import Ticking

ANNA = Origin("user:anna")
FIRST = datetime.fromisoformat("2026-01-01T00:00:00Z")
CLUB, WHO = ProgrammeId("club"), (CustomerId("aziza"), CustomerId("bobur"))
days = st.integers(0, 9).map(lambda day: FIRST + timedelta(days=day))
bounds = st.none() | days

Step: TypeAlias = tuple[str, datetime, CustomerId, int]
steps: st.SearchStrategy[Step] = st.tuples(
    st.sampled_from(("buy", "buy", "refund", "redeem")),
    days,
    st.sampled_from(WHO),
    st.integers(1, 9),
)
stories = st.lists(st.tuples(days, steps), max_size=9)


def firm(story: list[tuple[datetime, Step]]) -> Crm:
    """Return a firm that was told all of it in order; what is refused is not so."""
    clock = Ticking()
    clock.now = FIRST
    crm = compose(clock=clock)
    terms = Terms("UTC", "points", 1, 10, "UZS", pending_days=2)
    publish = PublishVersion(FIRST, CLUB, 1, FIRST, terms)
    crm.programmes.tell(CLUB, publish, origin=ANNA)
    for who in WHO:
        register = RegisterCustomer(FIRST, who, PartyKind.PERSON, "shop")
        crm.customers.tell(who, register, origin=ANNA)
        member = MembershipId(account(CLUB, who))
        enrol = Enrol(FIRST, member, who, CLUB, "shop")
        crm.memberships.tell(member, enrol, origin=ANNA)
    for n, (learned, step) in enumerate(sorted(story, key=lambda each: each[0])):
        clock.now = learned
        with suppress(Refused, Unknown):
            tell(crm, n, *step)
    return crm


def tell(crm: Crm, n: int, what: str, at: datetime, who: CustomerId, much: int) -> None:
    """Tell one thing: an order of their own, a refund of any, or points spent."""
    if what == "buy":
        socks = (Line("1", "retro-socks", None, 1, much * 100, much * 100),)
        order = RecordPurchase(at, OrderId(f"o-{n}"), who, "shop", None, "UZS", socks)
        crm.orders.tell(f"o-{n}", order, origin=ANNA)
    elif what == "refund":
        order_id = f"o-{much % max(n, 1)}"
        back = RefundOrder(at, f"r-{n}", (("1", much * 20),))
        crm.orders.tell(order_id, back, origin=ANNA)
    else:
        spend = Redeem(at, f"x-{n}", "mug", much)
        crm.points.tell(account(CLUB, who), spend, origin=ANNA)


def digest(made: Replayed, *, only: set[str] | None = None) -> str:
    rows = [
        each
        for each in made.rows()
        if only is None or f"{each.model}-{each.key}" in only or each.whose in only
    ]
    digests = Digests()
    list(digests.passing(rows))
    return str(digests.whole.hexdigest())


@given(stories, bounds, bounds)
def test_one_customers_rows_are_theirs_of_the_whole_firm(
    story: Any, as_of: datetime | None, known_at: datetime | None
) -> None:
    crm = firm(story)
    firms = replay_all(crm.journal, OF_ONE, as_of=as_of, known_at=known_at)
    for who in WHO:
        theirs = {each.stream for each in crm.journal.about(who)} | {who}
        try:
            one = replay_one(crm.journal, who, OF_ONE, as_of=as_of, known_at=known_at)
        except Unknown:
            assert who not in [row.key for row in firms.rows()]
            continue
        if as_of is None and known_at is None:  # told for the moment of one last event
            assert one.frame == firms.frame
        assert digest(one) == digest(firms, only=theirs)


@given(stories, bounds, bounds)
def test_every_state_is_the_one_that_its_desk_gives(
    story: Any, as_of: datetime | None, known_at: datetime | None
) -> None:
    crm = firm(story)
    made = replay_all(crm.journal, tuple(AGGREGATES), as_of=as_of, known_at=known_at)
    for row in made.rows():
        desk = Desk(AGGREGATES[row.model], crm.handler)
        assert row.state == desk.state(row.key, as_of=as_of, known_at=known_at)


@given(stories, days, days, st.sampled_from(Clock))
def test_what_changed_and_by_which_events_is_neither_more_nor_less(
    story: Any, one: datetime, other: datetime, clock: Clock
) -> None:
    crm = firm(story)
    since, until = sorted((one, other))
    who = WHO[0]
    found = diff(crm.journal, who, since, until, show=plain, clock=clock)

    def at(moment: datetime) -> dict[tuple[str, str], Any]:
        bound = {"as_of" if clock is Clock.OCCURRED else "known_at": moment}
        models = [name for name in OF_ONE if name != "facts"]
        made = replay_one(crm.journal, who, models, **bound)
        return {(row.model, row.key): plain(row) for row in made.rows()}

    before, after = at(since), at(until)
    changed = {(each.model, each.key) for each in found.changed}
    assert changed == {key for key in after if before.get(key) != after[key]}

    def between(each: Recorded) -> bool:
        moved = each.occurred_at if clock is Clock.OCCURRED else each.recorded_at
        return moved is not None and since < moved <= until

    moved = {each.id for each in crm.journal.about(who) if between(each)}
    told = {each.event.id for each in found.deeds}
    assert moved <= told
    assert all(
        each.event.occurred_at <= since
        for each in found.deeds
        if each.event.id not in moved
    )
    for deed in found.deeds:
        causes = [*deed.causes, deed.event]
        for cause, effect in pairwise(causes):
            assert effect.causation_id == cause.id
        assert causes[0].causation_id == deed.missing
