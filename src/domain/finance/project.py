"""A project: what it costs and brings, and what it was forecast to bring."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import field, frozen

from ..decider import Decider, Refused
from .flows import BookFlow, CancelFlow, FlowBooked, FlowCancelled, book, cancel
from .forecasts import ForecastMade, MakeForecast, forecast


@frozen
class PlanProject:
    at: datetime
    project_id: str
    name: str
    currency: str


Command: TypeAlias = PlanProject | BookFlow | CancelFlow | MakeForecast


@frozen
class ProjectPlanned:
    at: datetime
    project_id: str
    name: str
    currency: str


Event: TypeAlias = ProjectPlanned | FlowBooked | FlowCancelled | ForecastMade


@frozen
class ProjectNotPlanned(Refused):
    def __str__(self) -> str:
        return "there is no such project"


@frozen
class ProjectSaysOtherwise(Refused):
    name: str

    def __str__(self) -> str:
        return f"this project is planned as {self.name}, and says otherwise"


@frozen
class Project:
    planned: ProjectPlanned | None = None
    flows: Mapping[str, FlowBooked] = field(factory=dict)
    cancelled: frozenset[str] = frozenset()
    forecasts: Mapping[str, ForecastMade] = field(factory=dict)


def decide(command: Command, project: Project) -> Iterator[Event]:
    if isinstance(command, PlanProject):
        yield from _plan(command, project)
        return
    planned = project.planned
    if planned is None:
        raise ProjectNotPlanned
    name, currency = planned.project_id, planned.currency
    flows, cancelled = project.flows, project.cancelled
    match command:
        case BookFlow():
            yield from book(command, name, currency, flows, cancelled)
        case CancelFlow():
            yield from cancel(command, name, flows, cancelled)
        case MakeForecast():
            yield from forecast(command, name, currency, project.forecasts)
        case _:
            assert_never(command)


def _plan(command: PlanProject, project: Project) -> Iterator[Event]:
    event = ProjectPlanned(
        command.at, command.project_id, command.name, command.currency
    )
    known = project.planned
    if known is None:
        yield event
    elif (known.name, known.currency) != (event.name, event.currency):
        raise ProjectSaysOtherwise(known.name)


def evolve(project: Project, event: Event) -> Project:
    match event:
        case ProjectPlanned():
            return but(project, planned=event)
        case FlowBooked(flow_id=flow_id):
            return but(project, flows={**project.flows, flow_id: event})
        case FlowCancelled(flow_id=flow_id):
            left = {k: v for k, v in project.flows.items() if k != flow_id}
            return but(project, flows=left, cancelled=project.cancelled | {flow_id})
        case ForecastMade(forecast_id=forecast_id):
            return but(project, forecasts={**project.forecasts, forecast_id: event})
        case _:
            assert_never(event)


PROJECTS = Decider(Project(), decide, evolve)
