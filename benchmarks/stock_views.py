"""The stock library's read models: a view, a projection, and what runs it."""

import time
from contextlib import suppress
from typing import Any

from eventsourcing.persistence import (
    InfrastructureFactory,
    Tracking,
    TrackingRecorder,
)
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from eventsourcing.sqlite import SQLiteTrackingRecorder
from psycopg.sql import SQL

from .measuring import Run
from .places import Address
from .stock import Contact, Contacts, environment

_TABLE = "CREATE TABLE IF NOT EXISTS tallies (contact text PRIMARY KEY, notes bigint)"
_COUNT = (
    "INSERT INTO tallies VALUES ({0}, 1)"
    " ON CONFLICT (contact) DO UPDATE SET notes = tallies.notes + 1"
)


class PostgresTallies(PostgresTrackingRecorder):
    """How many notes each contact has."""

    def __init__(self, datastore: Any, **options: Any) -> None:
        super().__init__(datastore, **options)
        self.sql_create_statements.append(SQL(_TABLE).format())
        self._count = SQL(_COUNT.format("%s"))

    def count(self, contact: str, tracking: Tracking) -> None:
        """Count one more note, and where it stood, in one transaction."""
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(self._count, (contact,))


class SQLiteTallies(SQLiteTrackingRecorder):
    """How many notes each contact has."""

    def construct_create_table_statements(self) -> list[str]:
        return [*super().construct_create_table_statements(), _TABLE]

    def count(self, contact: str, tracking: Tracking) -> None:
        """Count one more note, and where it stood, in one transaction."""
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(_COUNT.format("?"), (contact,))


class Tallying(Projection[Any]):
    """Counts notes, one at a time: the library knows no other way."""

    name = "tallying"

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        if isinstance(domain_event, Contact.NoteAdded):  # type: ignore[attr-defined]
            self.view.count(str(domain_event.originator_id), tracking)
        else:
            self.view.insert_tracking(tracking)


def runner(address: Address) -> Run:
    """Return the library's own runner, going on where it stopped the last time."""

    def run(seconds: float) -> float:
        running: Any = ProjectionRunner(
            application_class=Contacts,
            projection_class=Tallying,
            view_class=PostgresTallies,
            env=environment(address),
        )
        with running:
            view: TrackingRecorder = running.view
            first, began = view.max_tracking_id("Contacts") or 0, time.perf_counter()
            time.sleep(seconds)
            last, ended = view.max_tracking_id("Contacts") or 0, time.perf_counter()
        with suppress(AttributeError):
            running.view.datastore.close()
        return (last - first) / (ended - began)

    return run


def by_hand(address: Address, app: Contacts) -> Run:
    """Return what the runner would do where it can subscribe to nothing: SQLite."""
    factory: Any = InfrastructureFactory.construct(environment(address))
    view = factory.tracking_recorder(SQLiteTallies)
    tallying = Tallying(view)

    def run(seconds: float) -> float:
        done, began = 0, time.perf_counter()
        while (elapsed := time.perf_counter() - began) < seconds:
            at = view.max_tracking_id(app.name)
            page = app.recorder.select_notifications(at, 100, inclusive_of_start=False)
            for each in page:
                event = app.mapper.to_domain_event(each)
                tallying.process_event(event, Tracking(app.name, each.id))
            done += len(page)
        return done / elapsed

    return run
