"""A survey: designed, revised in versions that never change, closed in the end."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import field, frozen

from ..decider import Decider, Refused
from ..ids import SurveyId
from .design import Design as Design
from .design import InvalidDesign as InvalidDesign
from .scale import Instrument


@frozen
class DesignSurvey:
    at: datetime
    survey_id: SurveyId
    design: Design


@frozen
class ReviseSurvey:
    """Publish the next version, and say why; what was asked before stays as it was."""

    at: datetime
    survey_id: SurveyId
    version: int
    because: str
    design: Design


@frozen
class CloseSurvey:
    at: datetime
    survey_id: SurveyId
    reason: str


Command: TypeAlias = DesignSurvey | ReviseSurvey | CloseSurvey


@frozen
class SurveyDesigned:
    at: datetime
    survey_id: SurveyId
    version: int
    design: Design


@frozen
class SurveyRevised:
    at: datetime
    survey_id: SurveyId
    version: int
    because: str
    design: Design


@frozen
class SurveyClosed:
    at: datetime
    survey_id: SurveyId
    reason: str


Event: TypeAlias = SurveyDesigned | SurveyRevised | SurveyClosed


@frozen
class SurveyNotDesigned(Refused):
    def __str__(self) -> str:
        return "no such survey was designed"


@frozen
class DesignedVersionsNeverChange(Refused):
    version: int

    def __str__(self) -> str:
        return f"version {self.version} of the survey is designed, and says otherwise"


@frozen
class NotTheNextVersion(Refused):
    version: int
    expected: int

    def __str__(self) -> str:
        return f"the version after this one is {self.expected}, not {self.version}"


@frozen
class AnotherInstrument(Refused):
    instrument: Instrument
    given: Instrument

    def __str__(self) -> str:
        return (
            f"a survey of {self.instrument} stays one, its scores have to compare:"
            f" design another for {self.given}"
        )


@frozen
class SurveyIsClosed(Refused):
    closed_at: datetime

    def __str__(self) -> str:
        return f"the survey is closed since {self.closed_at}"


@frozen
class Survey:
    """Every version of a survey, by its number."""

    designs: Mapping[int, Design] = field(factory=dict)
    closed: SurveyClosed | None = None

    @property
    def version(self) -> int:
        """The number of the newest version; 0 before there is one."""
        return max(self.designs, default=0)


def decide(command: Command, survey: Survey) -> Iterator[Event]:
    match command:
        case DesignSurvey(at, survey_id, design):
            if known := survey.designs.get(1):
                if known != design:
                    raise DesignedVersionsNeverChange(1)
                return
            design.check()
            yield SurveyDesigned(at, survey_id, 1, design)
        case ReviseSurvey():
            yield from _revise(command, survey)
        case CloseSurvey(at, survey_id, reason):
            if not survey.designs:
                raise SurveyNotDesigned
            if survey.closed is None:
                yield SurveyClosed(at, survey_id, reason)
        case _:
            assert_never(command)


def _revise(command: ReviseSurvey, survey: Survey) -> Iterator[Event]:
    number, design = command.version, command.design
    if not survey.designs:
        raise SurveyNotDesigned
    if known := survey.designs.get(number):
        if known != design:
            raise DesignedVersionsNeverChange(number)
        return
    if survey.closed:
        raise SurveyIsClosed(survey.closed.at)
    if number != survey.version + 1:
        raise NotTheNextVersion(number, survey.version + 1)
    if design.instrument is not survey.designs[1].instrument:
        raise AnotherInstrument(survey.designs[1].instrument, design.instrument)
    design.check()
    yield SurveyRevised(command.at, command.survey_id, number, command.because, design)


def evolve(survey: Survey, event: Event) -> Survey:
    match event:
        case SurveyDesigned() | SurveyRevised():
            designs = {**survey.designs, event.version: event.design}
            return but(survey, designs=designs)
        case SurveyClosed():
            return but(survey, closed=event)
        case _:
            assert_never(event)


SURVEYS = Decider[Command, Event, Survey](Survey(), decide, evolve)
