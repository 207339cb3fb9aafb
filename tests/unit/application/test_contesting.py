"""Contests over the whole application: who may enter, what is paid, who can verify."""

import json
from hashlib import sha256
from hmac import new as hmac
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.adapters.cli.app import create
from mijoz.adapters.cli.services import Services
from mijoz.application.contexts import CONTEST, MEMBERSHIP, account
from mijoz.application.crm import Crm
from mijoz.application.due import sweep_due
from mijoz.application.privacy.erasing import erase
from mijoz.domain.engagement.contest_refusals import OnlyMembersEnter
from mijoz.domain.engagement.contest_terms import (
    AnnounceContest,
    CommitSeed,
    DrawWinners,
    EnterContest,
    Prize,
    PublishWinners,
    WinnersDrawn,
)
from mijoz.domain.ids import ContestId
from mijoz.domain.loyalty.membership import Suspend

from ..engagement.club import (
    ANNA,
    AZIZA,
    BEK,
    CLUB,
    DAY,
    NOW,
    PEOPLE,
    ZEBO,
    a_club,
    enrol,
    points,
    state,
    tell,
)

SPRING = ContestId("spring")
SEED = "what nobody knows"
COMMIT = CommitSeed(NOW, sha256(SEED.encode()).hexdigest())
CLOSES, LATER = NOW + 10 * DAY, NOW + 11 * DAY
PRIZES = (Prize("clock", 1), Prize("points", 9, 50))
ANNOUNCE = AnnounceContest(NOW, SPRING, "Spring", "a" * 64, CLOSES, PRIZES, CLUB)


@pytest.fixture
def crm() -> Crm:
    crm = a_club(AZIZA, BEK)
    tell(crm, CONTEST, SPRING, ANNOUNCE, COMMIT)
    return crm


def enter(crm: Crm) -> None:
    enrol(crm, ZEBO)
    for number, who in enumerate(PEOPLE):
        tell(crm, CONTEST, SPRING, EnterContest(NOW, SPRING, who, f"t-{number}"))


def test_only_members_enter(crm: Crm) -> None:
    with pytest.raises(OnlyMembersEnter):
        tell(crm, CONTEST, SPRING, EnterContest(NOW, SPRING, ZEBO, "t-1"))
    tell(crm, MEMBERSHIP, account(CLUB, BEK), Suspend(NOW, "fraud"))
    with pytest.raises(OnlyMembersEnter):
        tell(crm, CONTEST, SPRING, EnterContest(NOW, SPRING, BEK, "t-1"))
    tell(crm, CONTEST, SPRING, EnterContest(NOW, SPRING, AZIZA, "t-1"))
    tell(crm, MEMBERSHIP, account(CLUB, AZIZA), Suspend(NOW, "fraud"))
    tell(crm, CONTEST, SPRING, EnterContest(NOW, SPRING, AZIZA, "t-1"))
    assert list(state(crm, CONTEST, SPRING).entries) == [AZIZA]


def test_a_contest_may_be_open_to_all(crm: Crm) -> None:
    name = ContestId("open")
    all_ = but(ANNOUNCE, contest_id=name, programme_id=None, prizes=PRIZES[:1])
    tell(crm, CONTEST, name, all_, EnterContest(NOW, name, ZEBO, "t-1"))
    assert list(state(crm, CONTEST, name).entries) == [ZEBO]


def test_prizes_of_points_are_paid_once_as_winners_are_published(crm: Crm) -> None:
    enter(crm)
    assert sweep_due(crm.handler, CLOSES, ANNA) == 1
    tell(crm, CONTEST, SPRING, DrawWinners(LATER, SEED))
    assert [points(crm, who) for who in PEOPLE] == [0, 0, 0]
    tell(crm, CONTEST, SPRING, PublishWinners(LATER, "the door"))
    drawn: WinnersDrawn = state(crm, CONTEST, SPRING).drawn
    won = {each.customer_id: each.points for each in drawn.winners}
    assert sorted(won.values()) == [0, 50, 50]
    assert {who: points(crm, who) for who in PEOPLE} == won
    tell(crm, CONTEST, SPRING, PublishWinners(LATER, "the web"))
    assert {who: points(crm, who) for who in PEOPLE} == won


def test_who_was_erased_is_paid_nothing(crm: Crm) -> None:
    enter(crm)
    erase(crm, BEK, "asked", ANNA)
    tell(crm, CONTEST, SPRING, DrawWinners(LATER, SEED), PublishWinners(LATER, "web"))
    assert not crm.journal.stream("points-club:bek")
    assert state(crm, CONTEST, SPRING).closed.count == 3


def _none(*_: Any) -> Any:
    raise AssertionError("not for these tests")


def run(
    crm: Crm, capsys: pytest.CaptureFixture[str], *more: str
) -> tuple[int, str, str]:
    main = create(Services(lambda _: crm, _none, _none, _none))
    code = main(["contest", "verify", SPRING, *more])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_anyone_can_draw_again_from_what_is_published(
    crm: Crm, capsys: pytest.CaptureFixture[str]
) -> None:
    enter(crm)
    tell(crm, CONTEST, SPRING, DrawWinners(LATER, SEED))
    code, out, _ = run(crm, capsys, "--json")
    told = json.loads(out)
    assert (code, told["holds"]) == (0, True)
    assert not any(who in out for who in PEOPLE)
    listed = sha256("\n".join(told["tickets"]).encode()).hexdigest()
    assert listed == told["list_digest"]
    assert sha256(told["seed"].encode()).hexdigest() == told["seed_sha256"]

    def rank(ticket: str) -> str:
        said = f"{listed}\n\n{ticket}".encode()
        return hmac(told["seed"].encode(), said, sha256).hexdigest()

    winners = [each["ticket"] for each in told["winners"]]
    assert winners == sorted(told["tickets"], key=rank)
    code, out, _ = run(crm, capsys)
    assert code == 0
    assert out.count("yes") == 8


def test_what_is_yet_to_be_drawn_is_not_verified(
    crm: Crm, capsys: pytest.CaptureFixture[str]
) -> None:
    enter(crm)
    code, _, err = run(crm, capsys)
    assert code != 0
    assert "yet to be drawn" in err


def test_a_draw_that_does_not_hold_is_told(
    crm: Crm, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(crm)
    monkeypatch.setattr(
        "mijoz.domain.engagement.contest.ranked",
        lambda _, __, tickets: sorted(tickets, key=lambda each: each != "t-1"),
    )
    tell(crm, CONTEST, SPRING, DrawWinners(LATER, SEED))
    code, out, err = run(crm, capsys)
    assert code == 6
    assert "NO" in out
    assert "winners" in err
