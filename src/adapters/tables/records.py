"""Rows read by a mapping: each a record of its fields, or what is the matter."""

from collections.abc import Mapping as Values
from typing import Any, TypeAlias

from attrs import field, frozen
from msgspec import UNSET

from .cells import text
from .fields import Type
from .mapping import Mapping, Use, suggestion
from .money import is_currency, minor_digits
from .rows import Row, Table
from .unfit import BadMapping, Unfit

Record: TypeAlias = dict[str, Any]
"""The value of each mapped field, by name; None where the cell is missing."""


def check_columns(table: Table, mapping: Mapping, file: str) -> None:
    """Refuse a mapping that names a column which the table does not have.

    Raises:
        BadMapping: It names the key, and the columns that there are.
    """
    known = set(table.columns)
    wanted = [(f"[columns] {u.name}", c) for u in mapping.uses.values() for c in _of(u)]
    wanted += [
        (f"[facts] {u.name}", c) for _, u in mapping.facts.values() for c in _of(u)
    ]
    wanted += [("[source] key", column) for column in mapping.key_columns]
    for key, column in wanted:
        if column not in known:
            raise BadMapping(
                f"{mapping.path}: {key}: {file} has no column {column!r};"
                f" {suggestion(column, known)}"
            )


@frozen
class Reading:
    """Reads rows one way: the mapping's."""

    mapping: Mapping
    _fixed: Record = field(init=False)
    _read: list[Use] = field(init=False)

    @_fixed.default
    def _values(self) -> Record:
        fixed = [each for each in self.mapping.uses.values() if _is_fixed(each)]
        return {each.name: each.convert(each.spec.value, 0) for each in fixed}

    @_read.default
    def _others(self) -> list[Use]:
        return [each for each in self.mapping.uses.values() if not _is_fixed(each)]

    def record(self, row: Row) -> Record:
        """Return the fields of a row.

        Raises:
            Unfit: A cell cannot be read, or is missing and must not be.
        """
        if row.broken:
            raise row.broken
        uses = self.mapping.uses
        code = self.mapping.source.currency
        if "currency" in uses:
            code = self.value(uses["currency"], row) or code
            if code and not is_currency(code):
                label = uses["currency"].label
                raise Unfit(label, "is not an ISO 4217 code", row.number)
        digits = self._digits(code or "")
        record = self._fixed.copy()
        for use in self._read:
            record[use.name] = self.value(use, row, digits)
        if code:
            record["currency"] = code
        return record

    def facts(self, row: Row) -> dict[str, str]:
        """Return the facts about a customer that a row holds."""
        found = {n: self.value(use, row) for n, (_, use) in self.mapping.facts.items()}
        return {name: value for name, value in found.items() if value is not None}

    def value(self, use: Use, row: Row, digits: int = 0) -> Any:
        """Return one field of a row, None if it is missing and may be."""
        spec = use.spec
        found: Any = None
        if spec.value is not UNSET:
            found = use.convert(spec.value, digits)
        elif spec.column is not None:
            found = self._cell(use, spec.column, row, digits)
        elif spec.sum:
            parts = [self._cell(use, each, row, digits) for each in spec.sum]
            found = None if None in parts else sum(parts)
        elif spec.join:
            texts = [self._text(each, row) for each in spec.join]
            found = None if None in texts else "-".join(map(str, texts))
        if found is None and spec.default is not UNSET:
            found = use.convert(spec.default, digits)
        if found is None:
            if use.field.required:
                raise Unfit(use.label, "is empty", row.number)
            return None
        return spec.prefix + found if spec.prefix else found

    def key(self, row: Row) -> list[str]:
        """Return the texts of the columns of the source key."""
        found = []
        for column in self.mapping.key_columns:
            cell = self._text(column, row)
            if cell is None:
                raise Unfit(column, "is empty, and part of the key", row.number)
            found.append(cell)
        return found

    def _cell(self, use: Use, column: str, row: Row, digits: int) -> Any:
        cell = self._present(row.values, column)
        if cell is None:
            return None
        values = use.spec.values
        try:
            if values is not None:
                cell = _listed(text(cell), values)
            return use.convert(cell, digits)
        except ValueError as problem:
            raise Unfit(column, str(problem), row.number) from problem

    def _text(self, column: str, row: Row) -> str | None:
        cell = self._present(row.values, column)
        try:
            return None if cell is None else text(cell)
        except ValueError as problem:
            raise Unfit(column, str(problem), row.number) from problem

    def _present(self, values: Values[str, Any], column: str) -> Any:
        cell = values.get(column)
        if isinstance(cell, str):
            return None if cell.strip() in self.mapping.file.missing else cell
        return None if cell != cell else cell  # of floats only NaN is not itself

    def _digits(self, currency: str) -> int:
        source = self.mapping.source
        if source.amounts == "minor":
            return 0
        if source.decimals is not None:
            return source.decimals
        return minor_digits(currency)


def _is_fixed(use: Use) -> bool:
    return use.spec.value is not UNSET and use.field.type is not Type.MONEY


def _listed(plain: str, values: Values[str, Any]) -> Any:
    if plain not in values:
        raise ValueError("holds a value that the mapping does not list")
    return values[plain]


def _of(use: Use) -> list[str]:
    spec = use.spec
    return [spec.column] if spec.column else spec.sum or spec.join or []
