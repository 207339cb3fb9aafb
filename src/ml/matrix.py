"""The matrix: every customer's features at a cut-off, as they could be known then."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from .catalogue import default
from .compile import compiled
from .features import Feature

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa  # type: ignore[import-untyped]


def matrix(
    con: "duckdb.DuckDBPyConnection",
    as_of: datetime,
    known_at: datetime | None = None,
    *,
    active_days: int | None = None,
    features: Sequence[Feature] | None = None,
    customer_id: str | None = None,
) -> "pa.Table":
    """Return one row a customer: customer_id, then each feature as a double.

    Only facts with ``at < as_of`` and ``known_at <= known_at`` (of the argument; by
    default *as_of*) count. Rows are the customers with an order by then, or with one
    in the last *active_days*; in the order of their ids.
    """
    return _ask(
        con,
        as_of,
        known_at or as_of,
        (0,),
        features=features,
        active_days=active_days,
        customer_id=customer_id,
    ).drop_columns(["shift"])


def matrices(
    con: "duckdb.DuckDBPyConnection",
    cutoffs: Sequence[datetime],
    *,
    active_days: int | None = None,
    features: Sequence[Feature] | None = None,
) -> "pa.Table":
    """Return the matrices at *cutoffs*, stacked, from one pass over the facts.

    Each is as known at its own cut-off, and `shift` says how many days that is before
    the latest; so they must be whole days apart.
    """
    latest = max(cutoffs)
    shifts = []
    for cutoff in sorted(cutoffs):
        shift, rest = divmod(latest - cutoff, timedelta(days=1))
        if rest:
            raise ValueError(f"{cutoff} is not whole days before {latest}")
        shifts.append(shift)
    return _ask(con, latest, latest, shifts, features=features, active_days=active_days)


def naive(moment: datetime) -> datetime:
    """Return *moment* as the tables of facts hold it: UTC, without saying so."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} is in no time zone")
    return moment.astimezone(UTC).replace(tzinfo=None)


def _ask(
    con: "duckdb.DuckDBPyConnection",
    as_of: datetime,
    known_at: datetime,
    shifts: Sequence[int],
    *,
    features: Sequence[Feature] | None,
    active_days: int | None,
    customer_id: str | None = None,
) -> "pa.Table":
    query = compiled(
        default() if features is None else features,
        shifts,
        active_days=active_days,
        one_customer=customer_id is not None,
    )
    values: dict[str, Any] = {"as_of": naive(as_of), "known_at": naive(known_at)}
    if customer_id is not None:
        values["customer_id"] = customer_id
    return con.sql(query, params=values).to_arrow_table()
