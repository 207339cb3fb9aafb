"""What a clearing comes to, in points and in money: a pure sum of its rows."""

from collections.abc import Iterable, Sequence

from .clearing_terms import PartnerRowCleared, SettlementLine


def lines(rows: Iterable[PartnerRowCleared]) -> Sequence[SettlementLine]:
    """Return what each version of each agreement comes to, in the order of their names.

    Points of one version are summed before they are priced, so that nothing is lost row
    by row; half a minor unit goes to the even one.
    """
    groups: dict[tuple[str, int], list[PartnerRowCleared]] = {}
    for row in rows:
        groups.setdefault((row.agreement_id, row.version), []).append(row)
    return [_line(group) for _, group in sorted(groups.items())]


def _line(rows: Sequence[PartnerRowCleared]) -> SettlementLine:
    first, prices = rows[0], rows[0].prices
    earned, burned = sum(row.earned for row in rows), sum(row.burned for row in rows)
    return SettlementLine(
        first.agreement_id,
        first.version,
        prices,
        earned,
        burned,
        priced(earned, prices.earn, prices.per),
        priced(burned, prices.burn, prices.per),
    )


def priced(points: int, price: int, per: int) -> int:
    """Return what points cost, at a price for every so many; half goes to even."""
    whole, rest = divmod(points * price, per)
    up = 2 * rest > per or (2 * rest == per and whole % 2)
    return whole + 1 if up else whole
