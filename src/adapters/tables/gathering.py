"""Rows brought together into the things that they tell of, each under its key."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from attrs import field, frozen

from ...application.ports import BlindIndex
from .fields import ID
from .mapping import Mapping
from .records import Reading, Record
from .rows import Row
from .unfit import Unfit


class Entry(NamedTuple):
    """A row that could be read."""

    row: int
    record: Record


@frozen
class Gathered:
    """One thing of the source: its id, its source key, and its rows in their order."""

    id: str
    key: str
    entries: list[Entry] = field(factory=list)
    unfit: list[Unfit] = field(factory=list)

    def held_back(self, *also: Unfit) -> Sequence[Unfit]:
        """Return what is the matter with each row, now that one of them is unfit."""
        unfit = [*self.unfit, *also]
        first = unfit[0].row
        told = {each.row for each in unfit}
        others = [
            Unfit(None, f"is held back with row {first}, of the same thing", entry.row)
            for entry in self.entries
            if entry.row not in told
        ]
        return [*unfit, *others]


def gather(
    rows: Iterable[Row], reading: Reading, blind: BlindIndex
) -> Iterator[Gathered]:
    """Yield every thing that *rows* tell of; one with an unfit row says so.

    Rows of one thing may stand apart, so that all of the file is read first. A row that
    says again what another said is a thing of its own, with the same key.
    """
    mapping = reading.mapping
    gathered: dict[str, Gathered] = {}
    repeats: dict[str, int] = {}
    for row in rows:
        number = row.number
        try:
            identity, key = _named(row, reading, blind, repeats)
        except Unfit as unfit:
            yield Gathered("", "", unfit=[row.broken or unfit])
            continue
        thing = gathered.get(identity if mapping.gathered else key)
        if thing is None:
            thing = Gathered(identity, key)
            gathered[identity if mapping.gathered else key] = thing
        elif mapping.gathered and thing.key != key:
            column = mapping.key_columns[0]
            problem = "is part of the key, and differs within the same thing"
            thing.unfit.append(Unfit(column, problem, number))
        try:
            entry = Entry(number, _record(row, reading))
        except Unfit as unfit:
            unfit = Unfit(unfit.column, unfit.problem, number)
            if mapping.gathered or not thing.entries:
                thing.unfit.append(unfit)
            else:
                yield Gathered(identity, key, unfit=[unfit])
            continue
        if mapping.gathered or not (thing.entries or thing.unfit):
            thing.entries.append(entry)
        elif thing.entries and thing.entries[0].record == entry.record:
            yield Gathered(identity, key, [entry])
        else:
            yield _another(mapping, thing, entry)
    yield from gathered.values()


def _record(row: Row, reading: Reading) -> Record:
    record = reading.record(row)
    if reading.mapping.facts:
        record["facts"] = reading.facts(row)
    return record


def _named(
    row: Row, reading: Reading, blind: BlindIndex, repeats: dict[str, int]
) -> tuple[str, str]:
    """Return the id of the thing that a row tells of, and its source key."""
    source = reading.mapping.source
    if source.key == "row":
        key = str(row.number)
    elif source.key == "content":
        if row.broken:
            raise row.broken
        cells = [f"{name}={row.values[name]!s}" for name in sorted(row.values)]
        digest = blind("row", "\x1f".join(cells))[:32]
        repeats[digest] = repeats.get(digest, 0) + 1
        key = f"{digest}-{repeats[digest]}"
    else:
        key = "\x1f".join(reading.key(row))
    use = reading.mapping.id
    if use is None:
        return key, key
    identity = reading.value(use, row)
    if identity is None:
        raise Unfit(use.label, "is empty", row.number)
    return identity, key or identity


def _another(mapping: Mapping, thing: Gathered, entry: Entry) -> Gathered:
    first = thing.entries[0].row if thing.entries else thing.unfit[0].row
    columns = mapping.key_columns
    column = columns[0] if columns else mapping.label(ID[mapping.source.kind])
    problem = f"is also the key of row {first}, which says otherwise"
    return Gathered(thing.id, thing.key, unfit=[Unfit(column, problem, entry.row)])
