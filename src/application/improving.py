"""What improvements and assessments take from elsewhere, and what follows from them."""

from collections.abc import Mapping
from typing import Any

from ..domain.ids import ShortcomingId
from ..domain.metrics.statements import Statement
from ..domain.quality.assessment import AssessValue, CriteriaDiffer
from ..domain.quality.criteria import Criteria, Criterion
from ..domain.quality.improvement_refusals import NotAsStated, NotTheirEvidence
from ..domain.quality.improvement_terms import (
    DecideImprovement,
    Figure,
    ImprovementDecided,
    VerifyImprovement,
)
from ..domain.quality.shortcoming import AddressShortcoming, Shortcoming
from .aggregate import Aggregate
from .contexts import CRITERIA, METRIC, SHORTCOMING
from .desk import Unknown
from .envelope import Draft, Origin
from .handling import Handler
from .work import Work


def to_decide(said: Mapping[str, Any], handler: Handler) -> Mapping[str, Any]:
    """Return all that the shortcomings stand on which an improvement names."""
    work = handler.begin(Origin("service:registry"))
    return {"evidence": _evidence(work, said["because"])}


def to_verify(said: Mapping[str, Any], handler: Handler) -> Mapping[str, Any]:
    """Return the two figures that are held against one another, as stated."""
    work = handler.begin(Origin("service:registry"))
    return {
        name: _figure(work, said[f"{name}_statement_id"])
        for name in ("before", "after")
    }


def to_assess(said: Mapping[str, Any], handler: Handler) -> Mapping[str, Any]:
    """Return the criteria of the version that an assessment names."""
    work = handler.begin(Origin("service:registry"))
    return {"criteria": _criteria(work, said["criteria_id"], said["version"])}


def quality_stands_on_what_is_known(
    work: Work, _: Aggregate[Any, Any, Any], __: str, command: Any
) -> None:
    """Refuse evidence, a figure or criteria that are not what is on record."""
    match command:
        case DecideImprovement(because=because, evidence=evidence):
            known = _evidence(work, because)
            for each in evidence:
                if each not in known:
                    raise NotTheirEvidence(each)
        case VerifyImprovement(_, before_id, after_id, before, after):
            for statement, figure in ((before_id, before), (after_id, after)):
                if figure != _figure(work, statement):
                    raise NotAsStated(statement)
        case AssessValue(criteria_id=name, version=version, criteria=criteria):
            if criteria != _criteria(work, name, version):
                raise CriteriaDiffer(name, version)


def improve(work: Work, draft: Draft) -> None:
    """Have every shortcoming know what was decided because of it."""
    if not isinstance(draft.event, ImprovementDecided):
        return
    decided: ImprovementDecided = draft.event
    address = AddressShortcoming(decided.at, decided.improvement_id)
    origin = work.caused_by(draft, "improvements-address")
    for each in decided.because:
        work.handle(SHORTCOMING, each, address, origin)


def _evidence(work: Work, because: tuple[str, ...]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for each in because:
        shortcoming: Shortcoming = work.state(SHORTCOMING, ShortcomingId(each))
        if shortcoming.registered is None:
            raise Unknown(SHORTCOMING.kind, each)
        found |= dict.fromkeys(shortcoming.evidence)
    return tuple(found)


def _figure(work: Work, statement_id: str) -> Figure:
    statement: Statement = work.state(METRIC, statement_id)
    stated = statement.stated
    if stated is None:
        raise Unknown(METRIC.kind, statement_id)
    return Figure(
        stated.statement_id,
        stated.metric,
        stated.version,
        stated.since,
        stated.until,
        stated.numerator,
        stated.denominator,
        stated.sample,
    )


def _criteria(work: Work, name: str, version: int) -> tuple[Criterion, ...]:
    criteria: Criteria = work.state(CRITERIA, name)
    if version not in criteria.versions:
        raise Unknown("criteria version", f"{name}@{version}")
    return criteria.versions[version].criteria
