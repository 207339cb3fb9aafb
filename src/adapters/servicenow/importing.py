"""The whole log, imported: each incident once, and whole or not at all."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from attrs import define, evolve, field, frozen

from ...application.contexts import CASE, CUSTOMER, SLA
from ...application.crm import Crm
from ...application.desk import Unknown
from ...application.envelope import Origin, TimeQuality
from ...application.handling import Handler
from ...application.importing import Counts, Item, Misfit, bring_in
from ...application.resolving import terms
from ...application.work import Work
from ...domain.customer.profile import (
    AddIdentifier,
    IdentifierKind,
    PartyKind,
    RegisterCustomer,
)
from ...domain.decider import Refused
from ...domain.ids import CustomerId
from ...domain.service.sla import Sla, SlaTerms
from ..collecting import rarely
from ..tables.quarantine import Quarantine
from ..tables.rows import read
from ..tables.shape import File
from ..tables.unfit import Unfit
from . import SOURCE
from .incidents import Incident, incidents
from .stories import case_id, story

Progress: TypeAlias = Callable[[Counts, int], object]
"""Told after each batch: the counts so far, and how many incidents there are in all."""


@frozen
class Report:
    """What became of a log; ``refused`` counts the incidents that each rule refused.

    The rows of those that were left out, all of them, stand in ``quarantine``.
    """

    counts: Counts
    rows: int
    rows_left_out: int
    refused: Mapping[str, int]
    quarantine: Path | None


def import_incidents(
    crm: Crm,
    file: Path,
    *,
    sla_id: str | None = None,
    dry_run: bool = False,
    quarantine_path: Path | None = None,
    progress: Progress = lambda *_: None,
) -> Report:
    """Import the incidents of a file as cases, under a service level if one is named.

    A second run adds nothing, and completes one that was killed.

    Raises:
        BadTable: The file is no log of incidents. Nothing is done.
        MissingExtra: It is Parquet, and the extra ``ml`` is not installed.
        Unknown: There is no such service level. Nothing is done.
    """
    if sla_id is not None and not crm.journal.stream(SLA.stream(sla_id)):
        raise Unknown(SLA.kind, sla_id)
    with rarely():
        found = incidents(read(file, File()))
        name = quarantine_path or Path(f"{file.name}.quarantine.ndjson")
        run = _Run(crm.handler, found, sla_id, Quarantine(name))
        try:
            counts = bring_in(
                crm.handler,
                SOURCE,
                run.items(),
                Origin(f"import:{SOURCE}", time_quality=TimeQuality.IMPORTED),
                quarantine=run.leave_out,
                progress=lambda counts: progress(counts, len(found)),
                dry_run=dry_run,
            )
        finally:
            written = run.quarantine.write()
    rows = sum(len(each.changes) for each in found)
    return Report(counts, rows, len(run.quarantine), run.refused, written)


@define
class _Run:
    """One import: who the callers are, and what is left out."""

    handler: Handler
    found: Sequence[Incident]
    sla_id: str | None
    quarantine: Quarantine
    refused: Counter[str] = field(factory=Counter)
    _problems: dict[str, tuple[str, Unfit]] = field(factory=dict)
    _callers: dict[str, tuple[CustomerId, AddIdentifier]] = field(factory=dict)
    _incidents: dict[str, Incident] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        kind, found = IdentifierKind.EXTERNAL, self.found
        self._incidents = {each.number: each for each in found}
        named = {each.caller: each.opened_at for each in found if each.caller}
        values = {caller: f"{SOURCE}:{caller}" for caller in named}
        index = {caller: self.handler.blind(kind, v) for caller, v in values.items()}
        known = self.handler.journal.owners(kind, index.values())
        for caller, value in values.items():
            customer = CustomerId(known.get(index[caller]) or self.handler.new_id())
            at = named[caller]
            self._callers[caller] = (
                customer,
                AddIdentifier(at, kind, value, index[caller]),
            )

    def items(self) -> Iterator[Item | Misfit]:
        for incident in self.found:
            if incident.unfit is not None:
                self._note(incident, "Unfit", incident.unfit)
                yield Misfit(incident.number, None, incident.unfit.problem)
                continue

            def tell(work: Work, incident: Incident = incident) -> None:
                self._tell(work, incident)

            yield Item(f"case-{incident.number}", incident.number, tell)

    def leave_out(self, misfit: Misfit) -> None:
        """Have all rows of an incident in the quarantine: the bad one, and the rest."""
        rule, unfit = self._problems.pop(misfit.where)
        self.refused[rule] += 1
        assert unfit.row is not None
        self.quarantine.add(unfit)
        held = f"is held back with row {unfit.row}, of the same thing"
        for row in self._incidents[misfit.where].rows:
            if row != unfit.row:
                self.quarantine.add(Unfit(None, held, row))

    def _note(self, incident: Incident, rule: str, unfit: Unfit) -> None:
        self._problems[incident.number] = rule, unfit

    def _tell(self, work: Work, incident: Incident) -> None:
        name, row = case_id(incident), incident.changes[0].row
        try:
            customer = self._meet(work, incident)
            under = self._terms(work, incident)
            work.new(CASE, name)
            for row, command in story(incident, customer, under):  # noqa: B007
                work.handle(CASE, name, command)
        except Refused as refusal:
            unfit = Unfit(None, str(refusal), row)
            self._note(incident, type(refusal).__name__, unfit)
            raise

    def _meet(self, work: Work, incident: Incident) -> CustomerId | None:
        """Return the caller, registered as they first call."""
        if incident.caller is None:
            return None
        customer, identify = self._callers[incident.caller]
        if work.state(CUSTOMER, customer).registered is None:
            at = incident.opened_at
            register = RegisterCustomer(
                at, customer, PartyKind.PERSON, incident.channel
            )
            work.handle(CUSTOMER, customer, register)
            work.handle(CUSTOMER, customer, evolve(identify, at=at))
        return customer

    def _terms(self, work: Work, incident: Incident) -> SlaTerms | None:
        if self.sla_id is None:
            return None
        sla: Sla = work.state(SLA, self.sla_id)
        version = sla.in_force(incident.opened_at)
        if version is None:
            raise Unfit("opened_at", "lies before the service level was in force")
        return terms(work, version)
