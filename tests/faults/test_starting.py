"""Eight processes open a store that is not there yet, at once: all of them do."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from eventsourcing.persistence import PersistenceError
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.conninfo import conninfo_to_dict

from .children import Children
from .findings import opened

PROCESSES = 8
pytestmark = pytest.mark.slow


def test_all_who_start_at_once_start_and_share_one_log_and_one_key_store(
    store: str, children: Children, tell: Callable[[str], None]
) -> None:
    starters = [children.start("starter", store, f"s{n}") for n in range(PROCESSES)]
    for each in starters:
        assert each.hear() == "ready"
    for each in starters:
        each.ask("go")
    for each in starters:
        each.finish()
    with opened(store) as crm:
        events = crm.journal.feed(0, 10_000)
        assert [event.position for event in events] == list(range(1, len(events) + 1))
        assert len({event.actor for event in events}) == PROCESSES
        for event in events:
            crm.handler.opening(event)
    tell(f"{PROCESSES} of {PROCESSES} started")


@pytest.mark.postgres
def test_tables_that_are_made_by_whoever_comes_are_not_made_by_all(
    postgres_url: str, tmp_path: Path, tell: Callable[[str], None]
) -> None:
    """The control: the library makes its tables as it starts, and some then die."""
    told = conninfo_to_dict(postgres_url)
    failed = tries = 0
    while not failed and tries < 20:
        tries += 1
        barrier = Barrier(PROCESSES)

        def start(_: int, barrier: Barrier = barrier, table: str = f"t{tries}") -> bool:
            with PostgresDatastore(
                dbname=str(told["dbname"]),
                host=str(told["host"]),
                port=str(told.get("port", "5432")),
                user=str(told["user"]),
                password="",
                originator_id_type="text",
            ) as datastore:
                recorder = PostgresApplicationRecorder(
                    datastore, events_table_name=table
                )
                barrier.wait()
                try:
                    recorder.create_table()
                except PersistenceError:
                    return False
                return True

        with ThreadPoolExecutor(PROCESSES) as pool:
            failed = PROCESSES - sum(pool.map(start, range(PROCESSES)))
    tell(f"the library: {failed} of {PROCESSES} failed, at try {tries}")
    assert failed
