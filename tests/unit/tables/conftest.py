"""A till's mapping, and a bench to import tables on."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from attrs import define, field

from mijoz.adapters.tables.importing import Report, import_table
from mijoz.application.crm import Crm
from mijoz.composition import compose

ORDERS = """
[source]
name = "till"
kind = "orders"
time_zone = "Asia/Tashkent"
currency = "USD"

[columns]
order_id = "order"
customer = "card"
at = "time"
channel = { value = "shop" }
sku = "item"
quantity = "n"
paid = "paid"
"""


def now() -> datetime:
    return datetime(2026, 3, 1, tzinfo=UTC)


@define
class Bench:
    """A store in memory, and a folder from which tables are imported into it."""

    folder: Path
    crm: Crm = field(factory=lambda: compose("memory://", clock=now))

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def run(
        self,
        table: str | bytes,
        mapping: str = ORDERS,
        name: str = "table.csv",
        **options: Any,
    ) -> Report:
        return import_table(
            self.crm,
            self.write(name, table),
            self.write("mapping.toml", mapping),
            quarantine_path=self.folder / "quarantine.ndjson",
            **options,
        )

    @property
    def quarantined(self) -> list[tuple[int, str | None, str]]:
        """What stands in the quarantine: row, column and problem."""
        path = self.folder / "quarantine.ndjson"
        lines = path.read_bytes().splitlines() if path.exists() else []
        return [tuple(msgspec.json.decode(line).values()) for line in lines]

    @property
    def events(self) -> list[Any]:
        """All events of the store, opened, in the order they were recorded in."""
        opening = self.crm.handler.opening
        return [opening(each).event for each in self.crm.journal.feed(0, 100_000)]

    def of(self, *kinds: type) -> Iterator[Any]:
        return (each for each in self.events if isinstance(each, kinds))


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.fixture
def told(bench: Bench) -> Callable[..., list[Any]]:
    """Return what imports a table into the bench, all of it, and gives the events."""

    def run(table: str | bytes, *args: Any, **options: Any) -> list[Any]:
        report = bench.run(table, *args, **options)
        assert report.quarantine is None, bench.quarantined
        return bench.events

    return run
