"""Encounters from rows: one row for each, or the log of a service desk."""

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import frozen

from ...application.contexts import ENCOUNTER
from ...application.work import Work
from ...domain.encounter.encounter import (
    CloseEncounter,
    Command,
    EncounterKind,
    OpenEncounter,
    RecordStep,
    ReopenEncounter,
)
from ...domain.ids import EncounterId
from .deeds import Deed
from .gathering import Entry, Gathered
from .mapping import Mapping
from .people import People
from .shape import Steps
from .unfit import Unfit


@frozen
class Contacts:
    """Tells encounters, each whole: opened, its steps, closed."""

    mapping: Mapping
    people: People

    def deeds(self, encounter: Gathered) -> Iterator[Deed]:
        """Yield the one deed that an encounter is."""
        rows = tuple(entry.row for entry in encounter.entries)
        entries = self._in_time(encounter.entries)
        first = entries[0].record
        at, channel, kind = first["at"], first["channel"], EncounterKind(first["kind"])
        encounter_id = EncounterId(f"{self.mapping.source.name}:{encounter.id}")
        reference = _said("customer", entries)
        about = (_said("subject", entries), _said("category", entries))
        priority = _said("priority", entries)
        commands = list(_commands(entries, self.mapping.steps))

        def tell(work: Work) -> None:
            who = self.people.meet(work, reference, at, channel) if reference else None
            opening = OpenEncounter(
                at, encounter_id, who, kind, channel, *about, priority
            )
            for command in (opening, *commands):
                work.handle(ENCOUNTER, encounter_id, command)

        yield Deed(at, encounter.key, rows, tell)

    def _in_time(self, entries: Sequence[Entry]) -> Sequence[Entry]:
        """Return a log in the order of its steps, as the file has those of one time."""
        if "step" not in self.mapping.uses:
            return entries
        for row, record in entries:
            if record["step"] and not record["step_at"]:
                raise Unfit(self.mapping.label("step_at"), "is empty", row)
        return sorted(
            entries, key=lambda each: each.record["step_at"] or each.record["at"]
        )


def _commands(entries: Sequence[Entry], steps: Steps) -> Iterator[Command]:
    before = None
    for index, (_, record) in enumerate(entries):
        step, was_closed = record.get("step"), before in steps.closing
        if step is None:
            continue
        at, actor = record["step_at"], record.get("actor")
        if step in steps.closing:
            yield _close(at, _while_closed(entries[index:], steps))  # once: it is known
        else:
            if was_closed:
                yield ReopenEncounter(at)
            if steps.record == "all" or step != before:
                yield RecordStep(at, step, actor)
        before = step
    closed_at = _said("closed_at", entries[::-1])
    if closed_at:
        yield _close(closed_at, entries)


def _while_closed(entries: Sequence[Entry], steps: Steps) -> Sequence[Entry]:
    """Return the rows from a closing on, up to the reopening after it."""
    for index, (_, record) in enumerate(entries):
        if record["step"] and record["step"] not in steps.closing:
            return entries[:index]
    return entries


def _close(at: Any, entries: Sequence[Entry]) -> CloseEncounter:
    latest_first = entries[::-1]
    outcome = _said("outcome", latest_first) or "closed"
    return CloseEncounter(at, outcome, _said("met_standard", latest_first))


def _said(name: str, entries: Sequence[Entry]) -> Any:
    """Return the first value of a field that any of the rows has."""
    values = (entry.record.get(name) for entry in entries)
    return next((value for value in values if value is not None), None)
