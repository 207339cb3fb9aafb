"""A log in memory with every hash worked out when asked: slow, plain, and editable."""

from collections.abc import Sequence

from attrs import define

from mijoz.application.crm import Crm
from mijoz.application.ports import Entry
from mijoz.application.proofs import tree


@define
class FakeLog:
    """Is as long as its rows; what is written into them is in its hashes at once."""

    name: str
    rows: list[Entry]

    def log_id(self) -> str:
        return self.name

    def head(self) -> int:
        return len(self.rows)

    def entries(self, after: int, limit: int = 1_000) -> Sequence[Entry]:
        return self.rows[after : after + limit]

    def hashes(self, level: int, first: int, count: int) -> Sequence[bytes]:
        width = tree.WIDTH**level
        leaves = [each.leaf for each in self.rows]
        assert (first + count) * width <= len(leaves), "asked for an incomplete block"
        return [
            tree.perfect(leaves[n * width : (n + 1) * width])
            for n in range(first, first + count)
        ]

    def edit(self, position: int, state: bytes, recorded: int | None = None) -> None:
        """Write other bytes at a position, and see to it that the hashes follow."""
        old = self.rows[position - 1]
        when = old.recorded if recorded is None else recorded
        self.rows[position - 1] = old._replace(
            recorded=when, state=state, leaf=tree.leaf(tree.entry(when, state))
        )


def log_of(crm: Crm, name: str = "9b2f") -> FakeLog:
    """Return a log of what stands in a journal, to be edited at will."""
    return FakeLog(name, list(crm.log.entries(0, crm.log.head())))
