"""A programme's versions: published once, in order, in force from one to the next."""

from datetime import UTC, datetime, timedelta

from mijoz.domain.ids import ProgrammeId
from mijoz.domain.loyalty.programme import (
    PROGRAMMES,
    Command,
    Event,
    InvalidTerm,
    LoyaltyProgramme,
    ProgrammeVersionPublished,
    ProgrammeVersionRetired,
    PublishedVersionsNeverChange,
    PublishVersion,
    RetireVersion,
    UnitNeverChanges,
    UnknownVersion,
    VersionsOutOfOrder,
    WouldChangeThePast,
)
from mijoz.domain.loyalty.terms import Terms
from mijoz.testing import Scenario

BOZOR = ProgrammeId("bozor")
TERMS = Terms("Asia/Tashkent", "points", 1, 1000, "UZS")
DOUBLE = Terms("Asia/Tashkent", "points", 2, 1000, "UZS")
JANUARY, MARCH, JUNE = (datetime(2025, month, 1, tzinfo=UTC) for month in (1, 3, 6))
TICK = timedelta(microseconds=1)

FIRST = ProgrammeVersionPublished(JANUARY, BOZOR, 1, JANUARY, TERMS)
SECOND = ProgrammeVersionPublished(JANUARY, BOZOR, 2, MARCH, DOUBLE)
programme = Scenario(PROGRAMMES)


def publish(
    version: int, start: datetime, terms: Terms = TERMS, at: datetime = JANUARY
) -> PublishVersion:
    return PublishVersion(at, BOZOR, version, start, terms)


def retire(version: int, until: datetime, at: datetime = JANUARY) -> RetireVersion:
    return RetireVersion(at, BOZOR, version, until)


def number_in_force(
    story: Scenario[Command, Event, LoyaltyProgramme], at: datetime
) -> int | None:
    version = story.state.in_force(at)
    return version.number if version else None


def test_publishing_says_what_is_in_force_from_when() -> None:
    programme.when(publish(1, JANUARY)).then(FIRST)


def test_nothing_is_in_force_before_the_first_version() -> None:
    story = programme.given(FIRST)
    assert number_in_force(story, JANUARY - TICK) is None
    assert number_in_force(story, JANUARY) == 1


def test_a_version_is_in_force_until_the_next_one_takes_effect() -> None:
    story = programme.given(FIRST, SECOND)
    assert number_in_force(story, MARCH - TICK) == 1
    assert number_in_force(story, MARCH) == 2


def test_publishing_the_same_twice_publishes_it_once() -> None:
    programme.given(FIRST, SECOND).when(publish(1, JANUARY, at=JUNE)).then_nothing()


def test_a_published_version_never_changes() -> None:
    story = programme.given(FIRST)
    story.when(publish(1, JANUARY, DOUBLE)).then(PublishedVersionsNeverChange(1))
    story.when(publish(1, MARCH)).then(PublishedVersionsNeverChange(1))


def test_numbers_ascend() -> None:
    two = ProgrammeVersionPublished(JANUARY, BOZOR, 2, JANUARY, TERMS)
    story = programme.given(two)
    story.when(publish(1, MARCH)).then(VersionsOutOfOrder(1, after=2))
    story.when(publish(3, MARCH)).then(
        ProgrammeVersionPublished(JANUARY, BOZOR, 3, MARCH, TERMS)
    )


def test_a_version_takes_effect_after_the_one_before() -> None:
    story = programme.given(FIRST, SECOND)
    story.when(publish(3, MARCH)).then(VersionsOutOfOrder(3, after=2))
    story.when(publish(3, MARCH + TICK)).then(
        ProgrammeVersionPublished(JANUARY, BOZOR, 3, MARCH + TICK, TERMS)
    )


def test_the_first_version_may_be_recorded_long_after_it_took_effect() -> None:
    programme.when(publish(1, JANUARY, at=JUNE)).then(
        ProgrammeVersionPublished(JUNE, BOZOR, 1, JANUARY, TERMS)
    )


def test_a_later_version_leaves_the_past_as_it_was() -> None:
    story = programme.given(FIRST)
    story.when(publish(2, MARCH - TICK, at=MARCH)).then(
        WouldChangeThePast(2, MARCH - TICK)
    )
    story.when(publish(2, MARCH, at=MARCH)).then(
        ProgrammeVersionPublished(MARCH, BOZOR, 2, MARCH, TERMS)
    )


def test_a_retired_version_is_in_force_until_then_and_nothing_after() -> None:
    story = programme.given(FIRST).when(retire(1, MARCH))
    story.then(ProgrammeVersionRetired(JANUARY, BOZOR, 1, MARCH))
    assert number_in_force(story, MARCH - TICK) == 1
    assert number_in_force(story, MARCH) is None


def test_an_older_version_does_not_return_when_the_latest_is_retired() -> None:
    story = programme.given(FIRST, SECOND).when(retire(2, JUNE, at=MARCH))
    assert number_in_force(story, JUNE) is None


def test_a_version_withdrawn_before_its_time_was_never_in_force() -> None:
    story = programme.given(FIRST, SECOND).when(retire(2, MARCH))
    assert number_in_force(story, MARCH) == 1
    story.when(publish(3, MARCH)).then(
        ProgrammeVersionPublished(JANUARY, BOZOR, 3, MARCH, TERMS)
    )


def test_a_version_does_not_begin_before_a_retired_one_has_ended() -> None:
    story = programme.given(FIRST).when(retire(1, MARCH))
    story.when(publish(2, MARCH - TICK)).then(VersionsOutOfOrder(2, after=1))
    story.when(publish(2, MARCH)).then(
        ProgrammeVersionPublished(JANUARY, BOZOR, 2, MARCH, TERMS)
    )


def test_retiring_leaves_the_past_as_it_was() -> None:
    story = programme.given(FIRST)
    story.when(retire(1, MARCH, at=MARCH + TICK)).then(WouldChangeThePast(1, MARCH))
    story.when(retire(1, MARCH, at=MARCH)).then(
        ProgrammeVersionRetired(MARCH, BOZOR, 1, MARCH)
    )


def test_retiring_the_same_twice_retires_it_once() -> None:
    story = programme.given(FIRST).when(retire(1, MARCH))
    story.when(retire(1, MARCH)).then_nothing()
    story.when(retire(1, JUNE)).then(PublishedVersionsNeverChange(1))


def test_what_was_never_published_cannot_be_retired() -> None:
    programme.when(retire(1, MARCH)).then(UnknownVersion(1))


def test_terms_that_make_no_sense_are_not_published() -> None:
    nothing = Terms("Asia/Tashkent", "points", 0, 1000, "UZS")
    programme.when(publish(1, JANUARY, nothing)).then(InvalidTerm("points", "0"))
    programme.when(publish(0, JANUARY)).then(InvalidTerm("version", "0"))


def test_points_do_not_become_money_nor_money_points_or_other_money() -> None:
    points, cashback = TERMS, Terms("UTC", "UZS", 500, 10_000, "UZS")
    dollars = Terms("UTC", "USD", 500, 10_000, "USD")
    for before, after in (
        (points, cashback),
        (cashback, points),
        (cashback, dollars),
    ):
        story = programme.when(publish(1, JANUARY, before))
        story.when(publish(2, MARCH, after)).then(UnitNeverChanges(2, after.unit))
    dearer = Terms("UTC", "UZS", 700, 10_000, "UZS")
    assert (
        programme.when(publish(1, JANUARY, cashback))
        .when(publish(2, MARCH, dearer))
        .news
    )
    stars = Terms("UTC", "stars", 1, 1000, "UZS")
    assert programme.given(FIRST).when(publish(2, MARCH, stars)).news


def test_refusals_are_sentences() -> None:
    assert str(VersionsOutOfOrder(2, after=3)) == (
        "version 2 must have a higher number than version 3, and take effect after it"
    )
    assert str(PublishedVersionsNeverChange(2)) == (
        "version 2 is published, and says otherwise"
    )
    assert str(WouldChangeThePast(2, MARCH)).startswith("version 2 cannot change from")
    assert str(UnknownVersion(7)) == "there is no version 7"
