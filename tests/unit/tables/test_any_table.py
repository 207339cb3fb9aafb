"""Whatever a small table holds: the counts add up, and a second run adds nothing."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from mijoz.application.importing import Counts
from mijoz.domain.purchase.order import LineReturned, OrderCompleted, OrderPlaced

from .conftest import ORDERS, Bench

MAPPING = ORDERS + 'status = "status"\nrefunded = "back"\n'
HEAD = "order,card,time,item,n,paid,status,back"

rows = st.tuples(
    st.sampled_from(["o1", "o2", "o3", ""]),
    st.sampled_from(["c1", "c2", ""]),
    st.sampled_from(["2025-07-01", "2025-07-02T10:00", "2025-06-01", "never"]),
    st.sampled_from(["sock", "cap", "", '"a, b"', '"open']),
    st.sampled_from(["1", "2", "-1", "0", "x"]),
    st.sampled_from(["1", "2.50", "-1", "0.001", ""]),
    st.sampled_from(["", "placed", "completed", "cancelled", "returned", "lost"]),
    st.sampled_from(["", "1", "9"]),
).map(",".join)
broken = st.sampled_from(["", "o1,c1", "o1" + "," * 9, "\x00", '"'])
good = st.tuples(
    st.sampled_from(["o1", "o2", "o3"]),
    st.sampled_from(["-1,-1", "1,1", "3,2.50"]),
    st.sampled_from(["", "returned"]),
).map(lambda row: f"{row[0]},c1,2025-07-01,sock,{row[1]},{row[2]},")
tables = st.lists(good | good | rows | broken, max_size=12).map(
    lambda lines: "\n".join([HEAD, *lines])
)


@given(tables)
@settings(max_examples=80, deadline=None)
def test_counts_add_up_and_a_second_run_adds_nothing(table: str) -> None:
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        dry = bench.run(table, MAPPING, dry_run=True)
        assert bench.events == []
        wet = bench.run(table, MAPPING)
        told, left_out = bench.events, bench.quarantined
        assert dry.counts == wet.counts
        assert wet.counts.add_up
        assert wet.counts.events == len(told)
        assert wet.rows_left_out == len(left_out) <= wet.rows
        assert bool(wet.counts.quarantined) == bool(left_out)
        if not left_out:
            lines = sum(len(each.lines) for each in bench.of(OrderPlaced))
            assert lines <= wet.rows
            assert len(list(bench.of(OrderCompleted))) <= len(
                list(bench.of(OrderPlaced))
            )
        bought = sum(
            line.quantity for each in bench.of(OrderPlaced) for line in each.lines
        )
        assert sum(each.quantity for each in bench.of(LineReturned)) <= bought
        again = bench.run(table, MAPPING)
        assert bench.events == told
        # Why may differ: what is left to refund depends on what was taken since.
        assert [row for row, *_ in bench.quarantined] == [row for row, *_ in left_out]
        same = wet.counts
        assert again.counts == Counts(
            same.read, 0, same.known + same.imported, same.quarantined, 0
        )


@given(tables, st.integers(0, 8))
@settings(max_examples=25, deadline=None)
def test_a_file_that_grew_adds_what_is_new(table: str, cut: int) -> None:
    """Only if no order is split: one that grew later is known, and passed over."""
    lines = table.splitlines()
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        bench.run("\n".join(lines[: cut + 1]), MAPPING)
        before = bench.events
        bench.run(table, MAPPING)
        assert bench.events[: len(before)] == before
