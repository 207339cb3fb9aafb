"""A mapping that makes no sense is refused by key and fix, before anything is done."""

import pytest

from mijoz.adapters.tables.unfit import BadMapping

from .conftest import ORDERS, Bench

TABLE = "order,card,time,item,n,paid\no1,c1,2025-07-01,sock,1,1\n"
NO_ID = ORDERS.replace('order_id = "order"\n', "")


def refused(bench: Bench, mapping: str, table: str = TABLE) -> str:
    with pytest.raises(BadMapping) as refusal:
        bench.run(table, mapping)
    assert bench.events == []
    assert not (bench.folder / "quarantine.ndjson").exists()
    message = str(refusal.value)
    assert "\n" not in message
    _, _, problem = message.partition("mapping.toml: ")
    return problem


def test_a_column_that_the_file_does_not_have_is_named(bench: Bench) -> None:
    problem = refused(bench, ORDERS.replace('"paid"', '"payd"'))
    assert problem == (
        "[columns] paid: table.csv has no column 'payd'; did you mean 'paid'?"
    )


def test_a_column_like_no_other_is_answered_with_all_there_are(bench: Bench) -> None:
    problem = refused(bench, ORDERS.replace('"card"', '"XYZ"'))
    assert problem.endswith("there are 'card', 'item', 'n', 'order', 'paid', 'time'")


def test_a_column_is_looked_for_in_a_file_without_rows_too(bench: Bench) -> None:
    assert "no column" in refused(bench, ORDERS, "order,card\n")


def test_a_field_that_no_such_thing_has_is_named(bench: Bench) -> None:
    problem = refused(bench, ORDERS + 'locaton = "item"\n')
    assert problem == (
        "[columns] locaton: orders have no such field; did you mean 'location'?"
    )


def test_a_field_that_must_be_there_is_asked_for(bench: Bench) -> None:
    problem = refused(bench, ORDERS.replace('sku = "item"\n', ""))
    assert problem == (
        "[columns] sku: it is missing; name the column that holds it, or say"
        ' sku = { value = "…" } for one that is always the same'
    )


@pytest.mark.parametrize(
    ("was", "becomes", "problem"),
    [
        ('kind = "orders"', 'kind = "order"', "`source.kind`"),
        ('name = "till"', "", "missing required field `name`"),
        ('name = "till"', 'name = " "', "[source] name: it is empty"),
        ('name = "till"', 'name = "till"\nzone = 1', "unknown field `zone`"),
        ("Asia/Tashkent", "Mars/Olympus", "[source] time_zone: there is no zone"),
        ("Asia/Tashkent", "../etc", "[source] time_zone: there is no zone"),
        ('"USD"', '"usd"', "[source] currency: give an ISO 4217 code"),
        ('currency = "USD"', "", "[source] currency: it is missing"),
        ('currency = "USD"', 'currency = "USD"\ndecimals = 7', "[source] decimals"),
        ('currency = "USD"', 'currency = "USD"\ntime_of_day = "noon"', "time_of_day"),
        ('currency = "USD"', 'currency = "USD"\nkey = "row"', "[source] key: 'row'"),
        ('currency = "USD"', 'currency = "USD"\nkey = "ordr"', "[source] key: table"),
        ('"item"', "{ }", "[columns] sku: give one of column, value, sum and join"),
        ('"item"', '{ column = "item", value = "x" }', "[columns] sku: give one of"),
        ('"item"', '{ colum = "item" }', "unknown field `colum`"),
        ('"item"', '{ sum = ["item"] }', "[columns] sku: sum is for numbers"),
        ('"paid"', '{ join = ["paid"] }', "[columns] paid: join and prefix are for"),
        ('"paid"', '{ value = "free" }', "[columns] paid: 'free' is not a number"),
        ('"n"', '{ column = "n", default = "one" }', "[columns] quantity: 'one' is"),
        ("[columns]", "[file]\ndelimiter = ';;'\n[columns]", "[file] delimiter"),
        ("[columns]", "[file]\nencoding = 'klingon'\n[columns]", "[file] encoding"),
        ("[columns]", "[facts]\nx = { column = 'n' }\n[columns]", "[facts]: they are"),
        ("[columns]", "[columns]\nstatus = { value = 'gone' }", "'gone' is none of"),
        ("[columns]", "[steps]\nclosing = ['x']\n[columns]", "[steps] closing: give"),
        ("[columns]", "[columns", "it is not TOML"),
    ],
)
def test_a_key_that_makes_no_sense_is_named(
    bench: Bench, was: str, becomes: str, problem: str
) -> None:
    assert problem in refused(bench, ORDERS.replace(was, becomes))


def test_values_that_are_no_choice_are_named(bench: Bench) -> None:
    status = 'status = { column = "n", values = { 1 = "done" } }\n'
    assert refused(bench, ORDERS + status) == (
        "[columns] status: 'done' is none of placed, completed, cancelled, returned"
    )


def test_rows_without_ids_need_a_key(bench: Bench) -> None:
    assert refused(bench, NO_ID).startswith("[columns] order_id: it is missing; name")


def test_a_step_without_its_time_is_no_log(bench: Bench) -> None:
    mapping = """
        [source]
        name = "desk"
        kind = "encounters"
        time_zone = "UTC"
        [columns]
        encounter_id = "order"
        at = "time"
        kind = { value = "visit" }
        channel = { value = "shop" }
        step = "item"
    """
    assert refused(bench, mapping) == (
        "[columns] step and step_at: give both, or neither"
    )


def test_a_kind_of_fact_is_one_of_ours(bench: Bench) -> None:
    mapping = """
        [source]
        name = "club"
        kind = "customers"
        time_zone = "UTC"
        [columns]
        customer = "card"
        at = "time"
        [facts]
        x = { column = "item", kind = "demografic" }
    """
    assert refused(bench, mapping) == "[facts] x: did you mean 'demographic'?"


def test_a_mapping_that_is_not_there_is_told_so(bench: Bench) -> None:
    from mijoz.adapters.tables.loading import load

    with pytest.raises(BadMapping, match="there is no such mapping"):
        load(bench.folder / "nowhere.toml")


def test_a_lookup_names_a_column_that_is_there(bench: Bench) -> None:
    bench.write("more.csv", "id,x\n1,2\n")
    lookup = '[lookup.more]\nfile = "more.csv"\non = "order"\n'
    assert refused(bench, ORDERS + lookup) == (
        "[lookup.more]: no column 'order'; there are 'id', 'x'"
    )
