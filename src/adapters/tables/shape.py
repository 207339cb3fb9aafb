"""The mapping file, as it is written."""

from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType, field

Kind = Literal["customers", "orders", "encounters", "feedback"]


class _Table(Struct, frozen=True, forbid_unknown_fields=True):
    """A table of TOML, in which every key must be known."""


class Source(_Table, frozen=True):
    """``[source]``: where the rows come from, and how their values are to be read."""

    name: str
    kind: Kind
    time_zone: str
    time_format: str = "iso"
    time_of_day: str = "00:00"
    currency: str | None = None
    decimals: int | None = None
    amounts: Literal["major", "minor"] = "major"
    key: str | list[str] | None = None


class File(_Table, frozen=True):
    """``[file]``: how the file is written."""

    format: Literal["csv", "ndjson", "parquet"] | None = None
    delimiter: str = ","
    encoding: str = "utf-8-sig"
    decimal_mark: Literal[".", ","] = "."
    missing: list[str] = field(default_factory=lambda: [""])


class Lookup(_Table, frozen=True):
    """``[lookup.NAME]``: another file whose columns stand beside a row's own."""

    file: str
    on: str
    column: str | None = None


class Spec(_Table, frozen=True):
    """Where a field's value comes from: one of the first four, and what is done to it.

    ``value`` is UNSET rather than None, for TOML knows no None.
    """

    column: str | None = None
    value: str | int | float | bool | UnsetType = UNSET
    sum: list[str] | None = None
    join: list[str] | None = None
    values: dict[str, Any] | None = None
    prefix: str = ""
    default: str | int | float | bool | UnsetType = UNSET


class FactSpec(Spec, frozen=True, forbid_unknown_fields=True):
    """``[facts]``: a column that becomes a fact about the customer."""

    kind: str = "demographic"


class Customer(_Table, frozen=True):
    """``[customer]``: how customers of this source are known, and came to us."""

    channel: str | None = None
    party: Literal["person", "organization"] = "person"
    identifier: Literal["external", "email", "phone", "card", "device"] = "external"


class Steps(_Table, frozen=True):
    """``[steps]``: what the rows of an encounter's log mean."""

    record: Literal["all", "changes"] = "all"
    closing: list[str] = []


class Written(_Table, frozen=True):
    """The whole mapping."""

    source: Source
    columns: dict[str, str | Spec]
    file: File = File()
    lookup: dict[str, Lookup] = {}
    customer: Customer = Customer()
    facts: dict[str, FactSpec] = {}
    steps: Steps = Steps()
