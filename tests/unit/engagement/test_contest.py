"""The rules of contests, one test a rule."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import new as hmac

import pytest
from attrs import evolve as but

from mijoz.domain.engagement.contest import (
    CONTESTS,
    MOST_POINTS,
    MOST_PRIZES,
    NO_SEED,
    Command,
    Event,
)
from mijoz.domain.engagement.contest_refusals import (
    BeaconDiffers,
    ContestChanged,
    ContestIsCancelled,
    ContestIsDrawn,
    ContestNotAnnounced,
    ContestNotDrawn,
    EntriesAreClosed,
    EntriesAreOpen,
    ImpossiblePrize,
    NoPrizes,
    NotADigest,
    NotATicket,
    PrizesNeedAProgramme,
    SeedDoesNotMatch,
    SeedIsCommitted,
    TicketTaken,
)
from mijoz.domain.engagement.contest_terms import (
    AnnounceContest,
    CancelContest,
    CloseEntries,
    CommitSeed,
    ContestAnnounced,
    ContestCancelled,
    ContestEntered,
    DrawWinners,
    EnterContest,
    EntriesClosed,
    EntryWithdrawn,
    Prize,
    PublishWinners,
    SeedCommitted,
    Winner,
    WinnersDrawn,
    WinnersPublished,
    WithdrawEntry,
)
from mijoz.domain.engagement.drawing import (
    ALGORITHM,
    commitment,
    digest,
    ranked,
    shared,
)
from mijoz.domain.engagement.verifying import draw_of, verify
from mijoz.domain.ids import ContestId, CustomerId, ProgrammeId
from mijoz.domain.times import DueTooEarly, TooEarly
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
SOON, CLOSES = NOW + timedelta(days=1), NOW + timedelta(days=10)
LATER = CLOSES + timedelta(days=1)
SPRING, CLUB = ContestId("spring"), ProgrammeId("club")
AZIZA, BEK = CustomerId("aziza"), CustomerId("bek")
RULES = sha256(b"the rules").hexdigest()
SEED = "what nobody knows"
COMMITMENT = sha256(SEED.encode()).hexdigest()
PRIZES = (Prize("clock", 1), Prize("socks", 2, 10))

ANNOUNCE = AnnounceContest(NOW, SPRING, "Spring", RULES, CLOSES, PRIZES, CLUB)
ANNOUNCED = ContestAnnounced(NOW, SPRING, "Spring", RULES, CLOSES, PRIZES, CLUB)
COMMIT = CommitSeed(SOON, COMMITMENT)
COMMITTED = SeedCommitted(SOON, SPRING, COMMITMENT)
ENTER = EnterContest(SOON, SPRING, AZIZA, "t-1")
ENTERED = ContestEntered(SOON, SPRING, AZIZA, "t-1")
BEKS = ContestEntered(SOON, SPRING, BEK, "t-2")
LIST = sha256(b"t-1\nt-2").hexdigest()
CLOSED = EntriesClosed(CLOSES, SPRING, 2, LIST)
DRAW = DrawWinners(LATER, SEED)
CANCELLED = ContestCancelled(LATER, SPRING, "rain")

contests = Scenario(CONTESTS)
announced = contests.given(ANNOUNCED)
entered = announced.given(ENTERED, COMMITTED, BEKS)
closed = entered.given(CLOSED)


def rank(ticket: str, beacon: str = "") -> str:
    told = f"{LIST}\n{beacon}\n{ticket}".encode()
    return hmac(SEED.encode(), told, sha256).hexdigest()


FIRST, SECOND = sorted(["t-1", "t-2"], key=rank)
WHOSE = {"t-1": AZIZA, "t-2": BEK}
DRAWN = WinnersDrawn(
    LATER,
    SPRING,
    SEED,
    None,
    "hmac-sha256-rank-1",
    (
        Winner(FIRST, WHOSE[FIRST], "clock", 0),
        Winner(SECOND, WHOSE[SECOND], "socks", 10),
    ),
)
COMMANDS: list[Command] = [
    COMMIT,
    ENTER,
    WithdrawEntry(SOON, AZIZA),
    CloseEntries(LATER),
    DRAW,
    PublishWinners(LATER, "the door"),
    CancelContest(SOON, "rain"),
]


def test_a_contest_is_announced_with_its_rules_and_prizes() -> None:
    story = contests.when(ANNOUNCE)
    story.then(ANNOUNCED)
    assert story.state.due == CLOSES
    story.when(but(ANNOUNCE, at=SOON)).then_nothing()
    story.when(but(ANNOUNCE, name="Fall")).then(ContestChanged(SPRING))


@pytest.mark.parametrize("digest", ["", "a" * 63, "a" * 65, "A" * 64, "g" * 64])
def test_rules_and_seeds_are_known_by_their_digests(digest: str) -> None:
    contests.when(but(ANNOUNCE, rules_sha256=digest)).then(NotADigest(digest))
    announced.when(but(COMMIT, seed_sha256=digest)).then(NotADigest(digest))


def test_entries_close_after_the_announcement() -> None:
    contests.when(but(ANNOUNCE, closes_at=NOW)).then(DueTooEarly(NOW, NOW))


def test_there_is_something_to_win() -> None:
    contests.when(but(ANNOUNCE, prizes=())).then(NoPrizes(SPRING))
    for count, points in ((0, 0), (MOST_PRIZES + 1, 0), (1, -1), (1, MOST_POINTS + 1)):
        prize = Prize("x", count, points)
        story = contests.when(but(ANNOUNCE, prizes=(*PRIZES, prize)))
        story.then(ImpossiblePrize("x", count, points))
    most = but(ANNOUNCE, prizes=(Prize("x", MOST_PRIZES, MOST_POINTS),))
    assert contests.when(most).news


def test_points_are_won_in_a_programme() -> None:
    story = contests.when(but(ANNOUNCE, programme_id=None))
    story.then(PrizesNeedAProgramme("socks", 10))
    plain = but(ANNOUNCE, programme_id=None, prizes=PRIZES[:1])
    assert contests.when(plain).news


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_nothing_becomes_of_what_was_not_announced(command: Command) -> None:
    contests.when(command).then(ContestNotAnnounced())


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_nothing_becomes_of_a_contest_before_it_is_announced(command: Command) -> None:
    early = NOW - INSTANT
    announced.when(but(command, at=early)).then(TooEarly(early, NOW))


def test_a_seed_is_committed_once() -> None:
    story = announced.when(COMMIT)
    story.then(COMMITTED)
    story.when(but(COMMIT, at=NOW)).then_nothing()
    story.when(but(COMMIT, seed_sha256=RULES)).then(SeedIsCommitted(COMMITMENT))


def test_a_seed_is_committed_before_the_entries_close() -> None:
    last = CLOSES - INSTANT
    announced.when(but(COMMIT, at=last)).then(but(COMMITTED, at=last))
    announced.when(but(COMMIT, at=CLOSES)).then(ContestIsCancelled(SPRING, NO_SEED))
    closed.when(but(COMMIT, at=LATER)).then_nothing()


def test_a_customer_enters_once() -> None:
    story = announced.when(ENTER)
    story.then(ENTERED)
    story.when(but(ENTER, entry_id="t-9")).then_nothing()
    story.when(but(ENTER, customer_id=BEK)).then(TicketTaken("t-1"))


@pytest.mark.parametrize("ticket", ["", "a b", "a\n", "é"])
def test_a_ticket_is_one_word(ticket: str) -> None:
    announced.when(but(ENTER, entry_id=ticket)).then(NotATicket(ticket))


def test_entries_are_taken_and_withdrawn_until_they_close() -> None:
    last, third = CLOSES - INSTANT, CustomerId("zebo")
    late = but(ENTER, customer_id=third, entry_id="t-3")
    assert entered.when(but(late, at=last)).news
    over = EntriesAreClosed(SPRING, CLOSES)
    entered.when(but(late, at=CLOSES)).then(over)
    closed.when(late).then(over)
    story = entered.when(WithdrawEntry(last, BEK))
    story.then(EntryWithdrawn(last, SPRING, BEK, "t-2"))
    story.when(WithdrawEntry(last, BEK)).then_nothing()
    assert story.when(but(late, entry_id="t-2")).news
    closed.when(WithdrawEntry(SOON, BEK)).then(over)


def test_entries_close_as_announced_with_a_digest_of_their_list() -> None:
    early = CLOSES - INSTANT
    entered.when(CloseEntries(early)).then(EntriesAreOpen(SPRING, CLOSES))
    entered.when(CloseEntries(CLOSES)).then(CLOSED)
    story = entered.when(CloseEntries(LATER))
    story.then(CLOSED)
    assert story.state.due is None
    story.when(CloseEntries(LATER)).then_nothing()


def test_without_a_committed_seed_a_contest_is_cancelled() -> None:
    story = announced.given(ENTERED).when(CloseEntries(LATER))
    story.then(ContestCancelled(CLOSES, SPRING, NO_SEED))
    assert story.state.due is None
    story.when(CloseEntries(LATER)).then_nothing()


def test_winners_are_drawn_from_the_seed_and_the_list() -> None:
    closed.when(DRAW).then(DRAWN)
    entered.when(DRAW).then(CLOSED, DRAWN)
    story = closed.when(but(DRAW, at=CLOSES))
    story.then(but(DRAWN, at=CLOSES))
    story.when(DRAW).then_nothing()


def test_nobody_is_drawn_while_entries_are_open() -> None:
    early = CLOSES - INSTANT
    entered.when(but(DRAW, at=early)).then(EntriesAreOpen(SPRING, CLOSES))


def test_only_the_seed_that_was_committed_draws() -> None:
    closed.when(but(DRAW, seed="another")).then(SeedDoesNotMatch(COMMITMENT))
    story = closed.given(DRAWN).when(but(DRAW, seed="another"))
    story.then(SeedDoesNotMatch(COMMITMENT))


def test_a_beacon_is_drawn_with_if_it_was_announced() -> None:
    story = contests.given(but(ANNOUNCED, beacon="block 900000"))
    story = story.given(ENTERED, COMMITTED, BEKS, CLOSED)
    story.when(DRAW).then(BeaconDiffers(SPRING, "block 900000"))
    closed.when(but(DRAW, beacon_value="00ff")).then(BeaconDiffers(SPRING, None))
    story = story.when(but(DRAW, beacon_value="00ff"))
    (drawn,) = story.news
    assert isinstance(drawn, WinnersDrawn)
    first, *_ = sorted(["t-1", "t-2"], key=lambda each: rank(each, "00ff"))
    assert (drawn.beacon_value, drawn.winners[0].entry_id) == ("00ff", first)
    story.when(but(DRAW, beacon_value="ff00")).then(ContestIsDrawn(SPRING))


def test_winners_are_published_once_a_place() -> None:
    publish = PublishWinners(LATER, "the door")
    closed.when(publish).then(ContestNotDrawn(SPRING))
    story = closed.given(DRAWN)
    early = LATER - INSTANT
    story.when(but(publish, at=early)).then(TooEarly(early, LATER))
    story = story.when(publish)
    story.then(WinnersPublished(LATER, SPRING, "the door"))
    story.when(publish).then_nothing()
    assert story.when(but(publish, place="the web")).news


def test_a_contest_is_cancelled_until_it_is_drawn() -> None:
    cancel = CancelContest(LATER, "rain")
    story = closed.when(cancel)
    story.then(CANCELLED)
    story.when(but(cancel, reason="sun")).then_nothing()
    closed.given(DRAWN).when(cancel).then(ContestIsDrawn(SPRING))
    story = entered.when(but(cancel, at=SOON))
    story.then(but(CANCELLED, at=SOON))
    assert story.state.due is None


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_a_cancelled_contest_is_over(command: Command) -> None:
    story = entered.given(CANCELLED).when(command)
    if isinstance(command, CloseEntries | CancelContest):
        story.then_nothing()
    else:
        story.then(ContestIsCancelled(SPRING, "rain"))


def test_prizes_go_down_the_ranks_while_there_are_any() -> None:
    clock, socks = PRIZES
    assert shared(PRIZES, ["a", "b", "c", "d"]) == [
        ("a", clock),
        ("b", socks),
        ("c", socks),
    ]
    assert shared(PRIZES, ["a"]) == [("a", clock)]
    assert shared(PRIZES, []) == []


def test_the_order_of_entries_changes_nothing() -> None:
    tickets = [f"t-{number}" for number in range(9)]
    assert ranked(SEED, None, tickets) == ranked(SEED, None, tickets[::-1])
    assert digest(tickets) == digest(tickets[::-1])
    assert ranked("other", None, tickets) != ranked(SEED, None, tickets)
    assert ranked(SEED, "x", tickets) != ranked(SEED, None, tickets)
    assert sorted(ranked(SEED, None, tickets)) == tickets
    assert (commitment(SEED), ALGORITHM) == (COMMITMENT, DRAWN.algorithm)


FAIR: list[Event] = [ANNOUNCED, ENTERED, COMMITTED, BEKS, CLOSED, DRAWN]


def wrong(events: list[Event]) -> list[str]:
    return [each.check for each in verify(events) if not each.holds]


def test_a_fair_draw_verifies() -> None:
    assert len(verify(FAIR)) == 8
    assert wrong(FAIR) == []
    withdrawn = EntryWithdrawn(SOON, SPRING, CustomerId("zebo"), "t-3")
    zebos = ContestEntered(SOON, SPRING, CustomerId("zebo"), "t-3")
    assert wrong([ANNOUNCED, zebos, withdrawn, *FAIR[1:]]) == []


def test_nothing_verifies_where_nothing_was_drawn() -> None:
    assert verify(FAIR[:-1]) == []
    assert draw_of(FAIR[:-1]) is None
    assert draw_of([ANNOUNCED, CLOSED, DRAWN]) is None


@pytest.mark.parametrize(
    ("events", "checks"),
    [
        ([*FAIR[:5], but(DRAWN, seed="x")], ["commitment", "winners"]),
        (
            [ANNOUNCED, ENTERED, BEKS, CLOSED, COMMITTED, DRAWN],
            ["committed before entries closed"],
        ),
        (
            [*FAIR[:2], but(COMMITTED, at=CLOSES), *FAIR[3:]],
            ["committed before entries closed"],
        ),
        (
            [*FAIR[:3], CLOSED, BEKS, DRAWN],
            ["entries after closing"],
        ),
        (
            [*FAIR[:5], EntryWithdrawn(LATER, SPRING, BEK, "t-2"), DRAWN],
            [
                "entries after closing",
                "number of entries",
                "list of entries",
                "winners",
            ],
        ),
        (
            [
                *FAIR[:5],
                ContestEntered(LATER, SPRING, CustomerId("zebo"), "t-3"),
                EntryWithdrawn(LATER, SPRING, CustomerId("zebo"), "t-3"),
                DRAWN,
            ],
            ["entries after closing"],
        ),
        ([*FAIR[:4], but(CLOSED, count=3), DRAWN], ["number of entries"]),
        ([*FAIR[:4], but(CLOSED, list_digest=RULES), DRAWN], ["list of entries"]),
        ([*FAIR[:5], but(DRAWN, algorithm="dice")], ["algorithm"]),
        ([*FAIR, DRAWN], ["draws"]),
        ([*FAIR[:5], but(DRAWN, winners=DRAWN.winners[::-1])], ["winners"]),
        ([*FAIR[:5], but(DRAWN, beacon_value="x")], ["winners"]),
    ],
)
def test_what_is_not_fair_is_found(events: list[Event], checks: list[str]) -> None:
    assert wrong(events) == checks
