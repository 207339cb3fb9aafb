"""The facts in DuckDB: rows and position commit together."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from ..application.envelope import Event, Recorded
from ..application.ports import Overtaken, StoreUnavailable
from ..application.projections.facts import TABLES
from ..application.projections.rows import rows
from ..domain.customer.profile import PersonalDataErased
from ..domain.purchase.order import OrderPlaced
from .extras import need

_VERSION = 2  # of the fold: another one begins anew
_TABLES = {
    **TABLES,
    "erased": {"customer_id": "VARCHAR"},
    "dead_letters": {"position": "BIGINT", "problem": "VARCHAR"},
}


class Warehouse:
    """Keeps the fact tables in step with a journal.

    *path* is a DuckDB file, or ``:memory:``; *replay* reads a stream of the journal.
    The tables can be thrown away: they are made again from the journal.
    """

    def __init__(self, path: str, replay: Callable[[str], Iterable[Event]]) -> None:
        duckdb = need("duckdb", "ml")
        if path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        try:
            self.connection: Any = duckdb.connect(path)
        except duckdb.IOException as problem:
            raise StoreUnavailable(
                f"{path} cannot be opened, perhaps because another process keeps the"
                f" facts up: {problem}"
            ) from problem
        self._replay = replay
        self._placed: dict[str, OrderPlaced] = {}
        self._create()
        found = self.connection.execute("SELECT customer_id FROM erased").fetchall()
        self._erased = {customer for (customer,) in found}

    def position(self) -> int:
        query = "SELECT position FROM progress"
        ((position,),) = self.connection.execute(query).fetchall()
        return int(position)

    def take(self, batch: Sequence[Recorded]) -> None:
        """Add the facts of a batch; all of them, or none and the position as it was."""
        found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        erased: set[str] = set()
        for recorded in batch:
            if isinstance(recorded.event, OrderPlaced):
                self._placed[recorded.event.order_id] = recorded.event
            elif isinstance(recorded.event, PersonalDataErased):
                erased.add(recorded.event.customer_id)
            try:
                several = list(rows(recorded, self._how_placed))
            except Exception as problem:  # a poison event stops no other
                reason = f"{type(problem).__name__}: {problem}"
                found["dead_letters"].append((recorded.position, reason))
                continue
            for table, row in several:
                if row[0] not in self._erased:
                    found[table].append(row)
        self._placed.clear()
        first, last = batch[0].position, batch[-1].position
        assert first is not None
        if self.position() != first - 1:
            raise Overtaken("facts")
        self.connection.begin()
        try:
            for table, values in found.items():
                self._insert(table, values)
            if erased:
                self._forget(erased)
            self.connection.execute("UPDATE progress SET position = ?", [last])
        except BaseException:
            self.connection.rollback()
            raise
        self.connection.commit()
        self._erased |= erased

    def close(self) -> None:
        self.connection.close()

    def held(self, customer: str) -> int:
        """Return how many rows there are of a customer, in all tables."""
        count = 0
        for table in TABLES:
            query = f"SELECT count(*) FROM {table} WHERE customer_id = ?"
            ((rows,),) = self.connection.execute(query, [customer]).fetchall()
            count += rows
        return count

    def _how_placed(self, order_id: str) -> OrderPlaced:
        placed = self._placed.pop(order_id, None)
        if placed is None:  # it was placed in an earlier batch
            placed = next(iter(self._replay(f"order-{order_id}")))
        return placed

    def _forget(self, erased: set[str]) -> None:
        """Delete all rows of persons, and remember to take none of them again."""
        self._insert("erased", [(each,) for each in sorted(erased)])
        for table in TABLES:
            self.connection.execute(
                f"DELETE FROM {table} WHERE customer_id IN (SELECT * FROM erased)"
            )

    def _insert(self, table: str, values: list[tuple[Any, ...]]) -> None:
        pyarrow = need("pyarrow", "ml")
        types = [_ARROW[kind] for kind in _TABLES[table].values()]
        columns = [
            pyarrow.array(column, getattr(pyarrow, kind)(*arguments))
            for column, (kind, *arguments) in zip(
                zip(*values, strict=True), types, strict=True
            )
        ]
        arrow = pyarrow.table(columns, names=list(_TABLES[table]))
        self.connection.register("arriving", arrow)
        self.connection.execute(f"INSERT INTO {table} SELECT * FROM arriving")
        self.connection.unregister("arriving")

    def _create(self) -> None:
        self.connection.execute(
            "CREATE TABLE IF NOT EXISTS progress (version INTEGER, position BIGINT)"
        )
        found = self.connection.execute("SELECT version FROM progress").fetchall()
        if found == [(_VERSION,)]:
            return
        for table, columns in _TABLES.items():
            listed = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
            self.connection.execute(f"CREATE OR REPLACE TABLE {table} ({listed})")
        self.connection.execute("DELETE FROM progress")
        self.connection.execute("INSERT INTO progress VALUES (?, 0)", [_VERSION])


_ARROW: dict[str, tuple[str, ...]] = {
    "VARCHAR": ("string",),
    "TIMESTAMP": ("timestamp", "us"),
    "BIGINT": ("int64",),
    "INTEGER": ("int32",),
    "BOOLEAN": ("bool_",),
}
