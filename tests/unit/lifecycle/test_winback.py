"""A lapse is answered once; the answer ends once, and says how."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve

from mijoz.domain.ids import CustomerId
from mijoz.domain.lifecycle.winback import (
    WIN_BACKS,
    Command,
    EndWinBack,
    Event,
    NoteWinBackDue,
    OfferWinBack,
    Outcome,
    WinBackEnded,
    WinBackOffered,
    WinBacks,
    WinBackWithheld,
)

AZIZA = CustomerId("aziza")
INSTANT = timedelta(microseconds=1)


def day(number: float) -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)


TERMS = "ten per cent", "marketing", "email"
OFFER = OfferWinBack(day(10), AZIZA, day(9), *TERMS, days=30, consent_position=4)
OFFERED = WinBackOffered(day(10), AZIZA, day(9), *TERMS, day(40), consent_position=4)
STANDING = WIN_BACKS.fold([OFFERED])


def decide(command: Command, state: WinBacks) -> list[Event]:
    return list(WIN_BACKS.decide(command, state))


def test_a_lapse_is_answered_with_an_offer_under_a_consent() -> None:
    assert decide(OFFER, WinBacks()) == [OFFERED]
    assert STANDING.due == day(40)
    assert WinBacks().due is None


def test_without_a_consent_no_offer_is_made_and_that_is_noted() -> None:
    refused = evolve(OFFER, consent_position=None)
    (event,) = decide(refused, WinBacks())
    assert event == WinBackWithheld(day(10), AZIZA, day(9), *TERMS)
    assert decide(OFFER, WIN_BACKS.fold([event])) == []


def test_one_lapse_is_answered_once() -> None:
    assert decide(evolve(OFFER, at=day(20)), STANDING) == []
    ended = WIN_BACKS.fold([WinBackEnded(day(12), AZIZA, Outcome.PURCHASED)], STANDING)
    assert decide(evolve(OFFER, at=day(20)), ended) == []
    assert decide(evolve(OFFER, lapsed_at=day(9) + INSTANT), ended)


def test_another_lapse_takes_the_place_of_what_stands() -> None:
    again = evolve(OFFER, at=day(20), lapsed_at=day(19))
    first, second = decide(again, STANDING)
    assert first == WinBackEnded(day(20), AZIZA, Outcome.EXPIRED)
    assert isinstance(second, WinBackOffered)
    late = evolve(again, at=day(50))
    assert decide(late, STANDING)[0] == WinBackEnded(day(40), AZIZA, Outcome.EXPIRED)


@pytest.mark.parametrize("outcome", [Outcome.PURCHASED, Outcome.OBJECTED])
def test_an_offer_ends_with_what_became_of_it(outcome: Outcome) -> None:
    (event,) = decide(EndWinBack(day(40) - INSTANT, AZIZA, outcome), STANDING)
    assert event == WinBackEnded(day(40) - INSTANT, AZIZA, outcome)
    assert WIN_BACKS.fold([event], STANDING).standing is None


def test_what_comes_once_it_ran_out_has_not_come_of_it() -> None:
    (event,) = decide(EndWinBack(day(40), AZIZA, Outcome.PURCHASED), STANDING)
    assert event == WinBackEnded(day(40), AZIZA, Outcome.EXPIRED)


def test_what_does_not_stand_does_not_end() -> None:
    assert decide(EndWinBack(day(11), AZIZA, Outcome.PURCHASED), WinBacks()) == []
    assert decide(NoteWinBackDue(day(99)), WinBacks()) == []


def test_an_offer_runs_out_by_itself() -> None:
    assert decide(NoteWinBackDue(day(40) - INSTANT), STANDING) == []
    ended = [WinBackEnded(day(40), AZIZA, Outcome.EXPIRED)]
    assert decide(NoteWinBackDue(day(40)), STANDING) == ended
    assert decide(NoteWinBackDue(day(50)), STANDING) == ended
