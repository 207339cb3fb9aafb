"""Three formats, one kind of row; what cannot be read is one row's problem."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from mijoz.adapters.extras import MissingExtra
from mijoz.adapters.tables import parquet as parquet_reader
from mijoz.adapters.tables.unfit import BadTable
from mijoz.domain.purchase.order import OrderCompleted, OrderPlaced

from .conftest import ORDERS, Bench

HEAD = "order,card,time,item,n,paid\n"
ROW = "o1,c1,2025-07-01,sock,2,3.50\n"
FILE = "\n[file]\n"


def sold(bench: Bench) -> list[tuple[str, int, int]]:
    return [
        (line.sku, line.quantity, line.paid)
        for placed in bench.of(OrderPlaced)
        for line in placed.lines
    ]


def parquet(**columns: list[Any]) -> bytes:
    arrow = pytest.importorskip("pyarrow")
    out = arrow.BufferOutputStream()
    pytest.importorskip("pyarrow.parquet").write_table(arrow.table(columns), out)
    return bytes(out.getvalue().to_pybytes())


def test_cells_may_stand_between_other_delimiters(bench: Bench) -> None:
    options = FILE + 'delimiter = ";"\ndecimal_mark = ","\n'
    bench.run((HEAD + ROW).replace(",", ";").replace("3.50", "3,50"), ORDERS + options)
    assert sold(bench) == [("sock", 2, 350)]


def test_text_may_be_in_another_encoding(bench: Bench) -> None:
    options = FILE + 'encoding = "cp1251"\n'
    bench.run((HEAD + ROW).replace("sock", "носок").encode("cp1251"), ORDERS + options)
    assert sold(bench) == [("носок", 2, 350)]


def test_a_byte_order_mark_is_no_part_of_a_name(bench: Bench) -> None:
    bench.run(b"\xef\xbb\xbf" + (HEAD + ROW).encode())
    assert sold(bench) == [("sock", 2, 350)]


def test_a_cell_may_hold_delimiters_and_line_ends(bench: Bench) -> None:
    bench.run(HEAD + ROW.replace("sock", '"sock, long\nred"'))
    assert sold(bench) == [("sock, long\nred", 2, 350)]


def test_an_empty_line_is_no_row(bench: Bench) -> None:
    bench.run(HEAD + "\n" + ROW + "\n" + ROW.replace("o1", "o2").replace("2,3", "x,3"))
    assert bench.quarantined == [(2, "n", "is not a whole number")]


def test_a_bad_byte_is_the_matter_of_one_cell(bench: Bench) -> None:
    bench.run((HEAD + ROW.replace("sock", "s\xe9ck")).encode("latin-1"))
    [(row, column, problem)] = bench.quarantined
    assert (row, column) == (1, "item")
    assert "not in the encoding" in problem


@pytest.mark.parametrize(("row", "cells"), [("o2,c1", 2), ("o2" + ",1" * 6, 7)])
def test_a_row_has_as_many_cells_as_the_header(
    bench: Bench, row: str, cells: int
) -> None:
    bench.run(HEAD + f"{row}\n" + ROW)
    assert bench.quarantined == [(1, None, f"has {cells} cells, the header 6")]
    assert sold(bench) == [("sock", 2, 350)]


def test_a_broken_row_holds_its_order_back(bench: Bench) -> None:
    bench.run(HEAD + ROW + "o1,c1\n")
    assert [row for row, _, _ in bench.quarantined] == [1, 2]
    assert bench.events == []


def test_a_row_that_is_not_csv_spares_the_next(bench: Bench) -> None:
    bench.run(HEAD + '"o0"x,c1,2025-07-01,sock,1,1\n' + ROW)
    [(row, column, problem)] = bench.quarantined
    assert (row, column) == (1, None)
    assert problem.startswith("is not CSV")
    assert sold(bench) == [("sock", 2, 350)]


def test_an_empty_cell_of_what_must_be_there_is_named(bench: Bench) -> None:
    bench.run(HEAD + ROW.replace("sock", " "))
    assert bench.quarantined == [(1, "item", "is empty")]


def test_what_is_missing_may_be_written_otherwise(bench: Bench) -> None:
    bench.run(HEAD + ROW.replace("sock", "?"), ORDERS + FILE + 'missing = ["", "?"]\n')
    assert bench.quarantined == [(1, "item", "is empty")]


def test_a_default_stands_for_what_is_missing(bench: Bench) -> None:
    mapping = ORDERS.replace('"item"', '{ column = "item", default = "other" }')
    bench.run(HEAD + ROW.replace("sock", ""), mapping)
    assert sold(bench) == [("other", 2, 350)]


def test_a_value_that_is_not_listed_is_not_repeated(bench: Bench) -> None:
    mapping = ORDERS.replace(
        '"item"', '{ column = "item", values = { sock = "SOCK" }, prefix = "sku-" }'
    )
    bench.run(HEAD + ROW + ROW.replace("o1", "o2").replace("sock", "secret"), mapping)
    assert sold(bench) == [("sku-SOCK", 2, 350)]
    assert bench.quarantined == [
        (2, "item", "holds a value that the mapping does not list")
    ]


def test_amounts_may_be_sums_of_columns(bench: Bench) -> None:
    mapping = ORDERS.replace('"paid"', '{ sum = ["paid", "n"] }')
    bench.run(HEAD + ROW, mapping)
    assert sold(bench) == [("sock", 2, 550)]


def test_amounts_may_be_minor_units(bench: Bench) -> None:
    mapping = ORDERS.replace('"USD"', '"USD"\namounts = "minor"')
    bench.run(HEAD + ROW.replace("3.50", "350"), mapping)
    assert sold(bench) == [("sock", 2, 350)]


def test_a_row_may_have_a_currency_of_its_own(bench: Bench) -> None:
    mapping = ORDERS + 'currency = "money"\n'
    rows = (
        "o1,c,2025-07-01,x,1,5,\no2,c,2025-07-01,x,1,5,JPY\no3,c,2025-07-01,x,1,5,y\n"
    )
    bench.run(HEAD.strip() + ",money\n" + rows, mapping)
    told = [(each.currency, each.total) for each in bench.of(OrderCompleted)]
    assert told == [("USD", 500), ("JPY", 5)]
    assert bench.quarantined == [(3, "money", "is not an ISO 4217 code")]


def test_ndjson_is_one_object_a_line(bench: Bench) -> None:
    row = '{"order":1,"card":"c","time":"2025-07-01","item":"sock","n":2,"paid":3.50}'
    report = bench.run(f'{row}\n[]\n{{"order":\n\n{row[:-1]}\n', name="table.ndjson")
    assert sold(bench) == [("sock", 2, 350)]
    assert report.rows == 4
    assert bench.quarantined == [
        (row, None, "is not a JSON object") for row in (2, 3, 4)
    ]


def test_a_number_of_json_is_read_as_it_is_written(bench: Bench) -> None:
    row = '{"order":1,"card":"c","time":"2025-07-01","item":[1],"n":2,"paid":3.501}'
    bench.run(row, name="table.jsonl")
    bench.run(row.replace("[1]", '"x"'), name="table.jsonl")
    assert bench.quarantined == [(1, "paid", "has more than 2 decimals")]


def test_an_empty_file_of_ndjson_has_no_rows(bench: Bench) -> None:
    assert bench.run("", name="table.ndjson").rows == 0


def test_parquet_is_read_with_its_types(bench: Bench) -> None:
    table = parquet(
        order=["a", "b"],
        card=[1, 2],
        time=[date(2025, 7, 1), date(2025, 7, 2)],
        item=["sock", "cap"],
        n=[1.0, float("nan")],
        paid=[11.77, 0.1 + 0.2],
    )
    bench.run(table, name="table.parquet")
    assert sold(bench) == [("sock", 1, 1177), ("cap", 1, 30)]


def test_times_finer_than_a_microsecond_are_cut(bench: Bench) -> None:
    arrow = pytest.importorskip("pyarrow")
    fine = arrow.array([1_751_362_200_000_000_001], arrow.timestamp("ns", "UTC"))
    rest: dict[str, list[Any]] = {"order": ["a"], "card": ["c"], "item": ["x"]}
    bench.run(parquet(time=fine, n=[1], paid=[1.0], **rest), name="table.parquet")
    [order] = bench.of(OrderCompleted)
    assert order.at == datetime(2025, 7, 1, 9, 30, tzinfo=UTC)


def test_parquet_without_its_library_says_what_to_install(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def need(module: str, extra: str) -> Any:
        raise MissingExtra(module, extra)

    monkeypatch.setattr(parquet_reader, "need", need)
    with pytest.raises(MissingExtra, match=r"pip install 'mijoz\[ml\]'"):
        bench.run(b"", name="table.parquet")


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("table.csv", "", "it is empty, without even a header"),
        ("table.csv", "a,b,a\n", "its header names 'a' twice"),
        ("table.csv", '"a"b,c\n', "its header cannot be read"),
        ("table.parquet", "PAR1", "it is not a Parquet file"),
        ("table.xlsx", "", "of unknown format"),
    ],
)
def test_a_file_that_is_no_table_is_told_so(
    bench: Bench, name: str, content: str, problem: str
) -> None:
    with pytest.raises(BadTable, match=problem):
        bench.run(content, name=name)


def test_a_file_in_quite_another_encoding_is_no_table(bench: Bench) -> None:
    with pytest.raises(BadTable, match="it is not in utf-16"):
        bench.run(HEAD + "x", ORDERS + FILE + 'encoding = "utf-16"\n')


def test_a_file_that_is_not_there_is_told_so(bench: Bench) -> None:
    from mijoz.adapters.tables.importing import import_table

    mapping = bench.write("mapping.toml", ORDERS)
    with pytest.raises(BadTable, match="there is no such file"):
        import_table(bench.crm, Path("nowhere.csv"), mapping)


def test_the_format_may_be_said(bench: Bench) -> None:
    bench.run(HEAD + ROW, ORDERS + FILE + 'format = "csv"\n', name="table.dat")
    assert sold(bench) == [("sock", 2, 350)]


def lookup(bench: Bench, items: str) -> Callable[[], Any]:
    bench.write("items.csv", items)
    table = '[lookup.items]\nfile = "items.csv"\non = "item"\ncolumn = "id"\n'
    mapping = ORDERS + 'category = "items.kind"\n' + table
    return lambda: bench.run(HEAD + ROW + ROW.replace("sock", "cap"), mapping)


def test_columns_of_another_file_stand_beside_a_rows_own(bench: Bench) -> None:
    lookup(bench, "id,kind\nsock,clothes\nhat,clothes\n")()
    [placed] = bench.of(OrderPlaced)
    assert [line.category for line in placed.lines] == ["clothes", None]


@pytest.mark.parametrize(
    ("items", "problem"),
    [
        ("id,kind\nsock,a\nsock,b\n", "rows 1 and 2 have the same id"),
        ("id,kind\n,a\n", "row 1 cannot be looked up: its id is empty"),
        ("id,kind\nsock\n", "row 1 cannot be looked up: has 1 cells, the header 2"),
    ],
)
def test_a_lookup_holds_each_key_once(bench: Bench, items: str, problem: str) -> None:
    with pytest.raises(BadTable, match=problem):
        lookup(bench, items)()
