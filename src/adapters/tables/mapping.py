"""A mapping that makes sense: what every row of a file means."""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from attrs import frozen

from .cells import Convert
from .fields import GATHERED, ID, Field
from .shape import Customer, File, Lookup, Source, Spec, Steps


@frozen
class Use:
    """A field, where it comes from, and what makes a cell into its value."""

    name: str
    field: Field
    spec: Spec
    convert: Convert

    @property
    def label(self) -> str:
        """What a problem with this field is blamed on: its column, or itself."""
        several = self.spec.sum or self.spec.join
        return self.spec.column or (several[0] if several else self.name)


@frozen
class Mapping:
    """What every row of a file means."""

    path: Path
    source: Source
    file: File
    lookups: dict[str, Lookup]
    customer: Customer
    steps: Steps
    uses: dict[str, Use]
    facts: dict[str, tuple[str, Use]]  # each with its kind of fact

    @property
    def gathered(self) -> bool:
        """Whether rows that share an id tell of one thing."""
        return self.source.kind in GATHERED and self.id is not None

    @property
    def id(self) -> Use | None:
        """The field that tells the source's things apart, if it is mapped."""
        return self.uses.get(ID[self.source.kind])

    @property
    def key_columns(self) -> list[str]:
        """The columns of the source key, none where it is not made of columns."""
        key = self.source.key
        if isinstance(key, list):
            return key
        return [] if key in (None, "row", "content") else [str(key)]

    def label(self, field: str) -> str | None:
        """Return the column that a field comes from, if it is mapped."""
        use = self.uses.get(field)
        return use.label if use else None


def suggestion(name: str, names: Iterable[str]) -> str:
    """Return what may have been meant by a name that is none of *names*."""
    known = sorted(names)
    close = get_close_matches(name, known, 1)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"there are {', '.join(map(repr, known))}"
