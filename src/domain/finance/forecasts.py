"""What a project was forecast to bring, kept as it was known then."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from attrs import evolve as but
from attrs import frozen

from ..decider import Refused

MOST_YEARS = 30


@frozen
class MakeForecast:
    """``base`` is of the year before the first; it grows by so much in each."""

    at: datetime
    forecast_id: str
    scenario: str
    base: int
    growth_per_mille: tuple[int, ...]
    assumptions: str


@frozen
class ForecastMade:
    """``amounts`` are of each year to come, in minor units, halves to the even one."""

    at: datetime
    project_id: str
    forecast_id: str
    scenario: str
    base: int
    growth_per_mille: tuple[int, ...]
    amounts: tuple[int, ...]
    assumptions: str
    currency: str


@frozen
class ForecastSaysOtherwise(Refused):
    forecast_id: str

    def __str__(self) -> str:
        return f"forecast {self.forecast_id} was made, and says otherwise"


@frozen
class TooManyYears(Refused):
    years: int
    most: int

    def __str__(self) -> str:
        return f"a forecast is of 1 to {self.most} years, not of {self.years}"


def forecast(
    command: MakeForecast,
    project_id: str,
    currency: str,
    forecasts: Mapping[str, ForecastMade],
) -> Iterator[ForecastMade]:
    """Yield the forecast, unless it was made before."""
    years = len(command.growth_per_mille)
    if not 1 <= years <= MOST_YEARS:
        raise TooManyYears(years, MOST_YEARS)
    event = ForecastMade(
        command.at,
        project_id,
        command.forecast_id,
        command.scenario,
        command.base,
        command.growth_per_mille,
        tuple(grown(command.base, command.growth_per_mille)),
        command.assumptions,
        currency,
    )
    known = forecasts.get(command.forecast_id)
    if known is None:
        yield event
    elif known != but(event, at=known.at):
        raise ForecastSaysOtherwise(command.forecast_id)


def grown(base: int, growth_per_mille: tuple[int, ...]) -> Iterator[int]:
    """Yield what *base* has grown to in each year, rounded only where it is told."""
    whole, parts = base, 1
    for growth in growth_per_mille:
        whole, parts = whole * (1_000 + growth), parts * 1_000
        quotient, rest = divmod(whole, parts)
        up = 2 * rest > parts or (2 * rest == parts and quotient % 2 == 1)
        yield quotient + up
