"""A figure from outside: of a period, with a source, corrected in the open."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve

from mijoz.domain.decider import Refused
from mijoz.domain.finance.figures import (
    FIGURES,
    EmptyPeriod,
    Figure,
    FigureReported,
    NamesNoSource,
    NegativeFigure,
    PeriodsOverlap,
    ReportFigure,
)

MAY, JUNE = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
JULY = datetime(2026, 7, 1, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
REPORT = ReportFigure(JULY, "store-visits", MAY, JUNE, 2_000, "door counter")
REPORTED = FigureReported(JULY, "store-visits", MAY, JUNE, 2_000, "door counter", None)
KNOWN = FIGURES.fold([REPORTED])


def decide(command: ReportFigure, state: Figure = KNOWN) -> list[FigureReported]:
    return list(FIGURES.decide(command, state))


def test_a_figure_is_reported_for_a_period() -> None:
    assert decide(REPORT, Figure()) == [REPORTED]


def test_to_report_the_same_again_changes_nothing() -> None:
    assert decide(evolve(REPORT, at=JULY + INSTANT)) == []


@pytest.mark.parametrize(
    "corrected",
    [
        evolve(REPORT, value=2_001),
        evolve(REPORT, source="a better one"),
        evolve(REPORT, currency="UZS"),
    ],
)
def test_what_is_reported_anew_takes_the_place_of_what_was(
    corrected: ReportFigure,
) -> None:
    (event,) = decide(corrected)
    assert FIGURES.fold([event], KNOWN).periods == {(MAY, JUNE): event}


def test_the_next_period_begins_where_the_last_ends() -> None:
    assert decide(evolve(REPORT, starts=JUNE, ends=JULY))
    before = evolve(REPORT, starts=MAY - timedelta(days=30), ends=MAY)
    assert decide(before)
    assert decide(evolve(REPORT, starts=JULY, ends=JULY + INSTANT))


@pytest.mark.parametrize(
    ("starts", "ends"),
    [(JUNE - INSTANT, JULY), (MAY - INSTANT, MAY + INSTANT), (MAY - INSTANT, JULY)],
)
def test_periods_do_not_overlap(starts: datetime, ends: datetime) -> None:
    with pytest.raises(PeriodsOverlap) as refused:
        decide(evolve(REPORT, starts=starts, ends=ends))
    assert refused.value == PeriodsOverlap(MAY, JUNE)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (evolve(REPORT, ends=MAY), EmptyPeriod(MAY, MAY)),
        (evolve(REPORT, value=-1), NegativeFigure(-1)),
        (evolve(REPORT, source=""), NamesNoSource("store-visits")),
    ],
)
def test_what_is_no_figure_is_refused(wrong: ReportFigure, refusal: Refused) -> None:
    with pytest.raises(type(refusal)) as refused:
        decide(wrong, Figure())
    assert refused.value == refusal


def test_a_figure_may_be_none_and_a_period_an_instant() -> None:
    assert decide(evolve(REPORT, value=0), Figure())
    assert decide(evolve(REPORT, ends=MAY + INSTANT), Figure())
