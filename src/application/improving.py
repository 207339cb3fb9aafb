"""What improvements and assessments take from elsewhere, and what follows from them."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from ..domain.encounter.standard import Standard
from ..domain.ids import ShortcomingId
from ..domain.metrics.statements import Statement
from ..domain.quality.assessment import AssessValue, CriteriaDiffer
from ..domain.quality.criteria import Criteria, Criterion
from ..domain.quality.improvement import Improvement
from ..domain.quality.improvement_refusals import (
    ChangeNotMade,
    NotAsStated,
    NotTheirEvidence,
)
from ..domain.quality.improvement_terms import (
    DecideImprovement,
    Figure,
    ImprovementDecided,
    VerifyImprovement,
)
from ..domain.quality.shortcoming import AddressShortcoming, Shortcoming
from .aggregate import Aggregate
from .contexts import CRITERIA, IMPROVEMENT, METRIC, SHORTCOMING, STANDARD
from .desk import Unknown
from .envelope import Draft, Origin
from .handling import Handler
from .work import Work

_VERSION: Final = re.compile(r"standard:(?P<name>.+)@(?P<version>[1-9][0-9]*)")


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
    work: Work, _: Aggregate[Any, Any, Any], identity: str, command: Any
) -> None:
    """Refuse evidence, a figure or criteria that are not what is on record.

    And a verification of what has not changed: a version of a service standard that was
    to come is there from the beginning of the window after.
    """
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
            improvement: Improvement = work.state(IMPROVEMENT, identity)
            for each in improvement.decided.changes if improvement.decided else ():
                if not _is_made(work, each, after.since):
                    raise ChangeNotMade(each)
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


def _is_made(work: Work, change: str, by: datetime) -> bool:
    """Whether a change was there by a moment; of what we keep no versions, we trust."""
    found = _VERSION.fullmatch(change)
    if found is None:
        return True
    standard: Standard = work.state(STANDARD, found["name"])
    number = int(found["version"])
    events = (standard.defined, *standard.revisions)[number - 1 : number]
    return any(each is not None and each.at <= by for each in events)


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
