"""Payment orders as lines of JSON in a file, for whoever pays to take from there."""

import os
from pathlib import Path
from typing import BinaryIO, Final

import msgspec
from attrs import asdict, define, field

from ..application.ports import PaymentOrder

_NEWLINE: Final = b"\n"


class NotPaymentOrders(ValueError):
    """The file holds something else, or another order under the same key."""


@define
class PaymentFile:
    """Writes each order once, as a line that is on the disk before anyone is told so.

    Such a file says nothing of what was paid: that is told by ``payout.confirm`` or
    ``payout.fail``. A line that a crash has left half written is written anew. It is
    for its owner's eyes alone: it says whom to pay.
    """

    path: Path
    _known: dict[str, PaymentOrder] = field(factory=dict, init=False)
    _upto: int = field(default=0, init=False)  # bytes that are read, whole lines all

    @property
    def service(self) -> str:
        """The name of the file, wherever it lies."""
        return f"file:{self.path.name}"

    def pay(self, order: PaymentOrder) -> None:
        """Have the order in the file, if it is not there.

        Raises:
            NotPaymentOrders: The file holds no orders, or another one under its key.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        made = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(made, "r+b") as file:
            _lock(file)
            self._catch_up(file)
            known = self._known.get(order.key)
            if known == order:
                return
            if known:
                raise NotPaymentOrders(f"{self.path} has another order as {order.key}")
            line = msgspec.json.encode(asdict(order)) + _NEWLINE
            file.truncate(self._upto)
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
        if not self._upto:
            _settle(self.path.parent)
        self._known[order.key] = order
        self._upto += len(line)

    def _catch_up(self, file: BinaryIO) -> None:
        """Read what others have written since; what is no whole line is left out."""
        if file.seek(0, os.SEEK_END) < self._upto:  # it was taken away, or cut
            self._known, self._upto = {}, 0
        file.seek(self._upto)
        whole, newline, _ = file.read().rpartition(_NEWLINE)
        for line in whole.splitlines():
            try:
                order = msgspec.json.decode(line, type=PaymentOrder)
            except msgspec.MsgspecError:
                raise NotPaymentOrders(f"{self.path} holds no payment orders") from None
            self._known[order.key] = order
        self._upto += len(whole) + len(newline)


def _lock(file: BinaryIO) -> None:
    """Have nobody else write to a file until it is closed, where a system can."""
    try:
        import fcntl
    except ImportError:  # pragma: no cover
        return
    fcntl.flock(file, fcntl.LOCK_EX)


def _settle(folder: Path) -> None:
    """Have a new file's name on the disk as well, where a system can."""
    try:
        opened = os.open(folder, os.O_RDONLY)
    except OSError:  # pragma: no cover
        return
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
