"""Figures of sales, from facts that are given: exact, as fractions and times.

Sales cycle length: from the opening of those that were won to the winning. Weighted
forecast: each open amount times its probability. Win rate: won of those that ended.
Farris, Bendle, Pfeifer and Reibstein, "Marketing Metrics" (3rd edition, 2016), define
them with pipeline analysis, under the sales force.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction

from attrs import frozen

from .ending import OpportunityWon
from .opportunity import Opportunity
from .stages import CERTAIN


@frozen
class Stay:
    """A time spent at a stage; `until` is None while it lasts."""

    stage: str
    since: datetime
    until: datetime | None


def cycle_lengths(sales: Iterable[Opportunity]) -> Sequence[timedelta]:
    """Return how long each sale that was won took from its opening, shortest first."""
    return sorted(
        each.ended.at - each.opened.at
        for each in sales
        if each.opened and isinstance(each.ended, OpportunityWon)
    )


def stays(sale: Opportunity) -> Sequence[Stay]:
    """Return the times that a sale spent at its stages, in order."""
    if sale.opened is None:
        return ()
    stage, since, found = sale.opened.stages[0].stage, sale.opened.at, []
    for move in sale.moves:
        found.append(Stay(stage, since, move.at))
        stage, since = move.to_stage, move.at
    return (*found, Stay(stage, since, sale.ended.at if sale.ended else None))


def stage_conversion(
    sales: Iterable[Opportunity], stages: Sequence[str]
) -> Mapping[str, Fraction | None]:
    """Return of each stage the share of the sales that ever came past it.

    A sale has come past a stage if it was at a later one, or was won; None for a stage
    that none has come to. All are of the version that has these *stages*.
    """
    reached = [_furthest(each, stages) for each in sales]
    shares: dict[str, Fraction | None] = {}
    for place, stage in enumerate(stages):
        came = sum(far >= place for far in reached)
        past = sum(far > place for far in reached)
        shares[stage] = Fraction(past, came) if came else None
    return shares


def _furthest(sale: Opportunity, stages: Sequence[str]) -> int:
    if isinstance(sale.ended, OpportunityWon):
        return len(stages)
    return max((stages.index(each.stage) for each in stays(sale)), default=-1)


def weighted(
    sales: Iterable[Opportunity], starts: date, ends: date
) -> Mapping[str, Fraction]:
    """Return by currency what sales yet open, to close in the period, will bring.

    Both days belong to the period. What is known of the sales says as of when it is.
    """
    sums: dict[str, Fraction] = {}
    for each in sales:
        if each.opened is None or each.stage is None or each.ended is not None:
            continue
        if each.expected_close is None or not starts <= each.expected_close <= ends:
            continue
        part = Fraction(each.amount * each.stage.probability, CERTAIN)
        currency = each.opened.currency
        sums[currency] = sums.get(currency, Fraction(0)) + part
    return sums


def won(
    sales: Iterable[Opportunity], since: datetime, until: datetime
) -> Mapping[str, int]:
    """Return by currency what was won from one moment until before another."""
    sums: dict[str, int] = {}
    for each in sales:
        end = each.ended
        if isinstance(end, OpportunityWon) and since <= end.at < until:
            sums[end.currency] = sums.get(end.currency, 0) + end.amount
    return sums


def win_rate(sales: Iterable[Opportunity]) -> Fraction | None:
    """Return the share that was won of the sales that ended; None if none did."""
    ended = [each.ended for each in sales if each.ended is not None]
    wins = sum(isinstance(each, OpportunityWon) for each in ended)
    return Fraction(wins, len(ended)) if ended else None
