"""The points ledger once more, naively: one mutable object and a loop over days.

It is the other opinion that the property tests hold the real ledger against, so it
shares no code with it and knows no events. Days are plain numbers.
"""

from collections import Counter
from copy import deepcopy
from fractions import Fraction

from attrs import define, field

FOREVER = 10**6


class No(Exception):
    """The model would refuse this."""


@define
class Lot:
    root: str
    points: int
    waiting: bool
    earned: int
    available: int
    expires: int


@define
class Line:
    paid: int
    points: int
    refunded: int = 0
    reversed: int = 0


@define
class Model:
    seen: int = 0
    lots: dict[str, Lot] = field(factory=dict)
    orders: dict[str, dict[str, Line]] = field(factory=dict)
    holds: dict[str, tuple[int, dict[str, int]]] = field(factory=dict)
    fates: dict[str, str] = field(factory=dict)
    redemptions: dict[str, dict[str, int]] = field(factory=dict)
    debts: dict[str, tuple[int, int]] = field(factory=dict)  # root -> amount, since
    expired: Counter[str] = field(factory=Counter)
    keys: set[str] = field(factory=set)
    accounts: Counter[str] = field(factory=Counter)

    def tried(self, verb: str, *args: object, **options: object) -> "Model | None":
        """Return the model in which this was done, or None if it is refused."""
        after = deepcopy(self)
        try:
            getattr(after, verb)(*args, **options)
        except No:
            return None
        return after

    # What the ledger shows

    @property
    def spendable(self) -> int:
        return self.accounts["available"] + self.accounts["arrears"]

    def left(self) -> dict[str, int]:
        return {name: lot.points for name, lot in self.lots.items() if lot.points}

    # What is asked of it

    def settle(self, at: int) -> int:
        horizon = max(at, self.seen)
        for day in range(self.seen, horizon + 1):
            for name, lot in self.lots.items():
                if lot.waiting and lot.points and lot.available == day:
                    self._release(name)
            for hold_id, (timeout, parts) in sorted(self.holds.items()):
                if timeout == day:
                    self._end_hold(hold_id, "expired", day)
                    self._arrive(parts, day, day)
            for name, lot in self.lots.items():
                if not lot.waiting and lot.points and lot.expires <= day:
                    self._expire(name, day)
        return horizon

    def earn(
        self,
        name: str,
        at: int,
        wait: int,
        good_for: int | None,
        lines: dict[str, tuple[int, int]],
    ) -> None:
        horizon = self.settle(at)
        if name in self.orders:
            return
        points = sum(earned for _, earned in lines.values())
        expires = FOREVER if good_for is None else at + wait + good_for
        self.orders[name] = {key: Line(*line) for key, line in lines.items()}
        self.lots[name] = Lot(name, points, wait > 0, at, at + wait, expires)
        self._move("issuer", "pending" if wait else "available", points, at)
        self._arrive({name: points}, at, horizon)

    def redeem(self, key: str, at: int, amount: int, *, fifo: bool) -> None:
        self.settle(at)
        if key in self.redemptions:
            return
        self.redemptions[key] = self._take(amount, at, fifo=fifo)
        self._move("available", "redeemed", amount, at)

    def hold(self, key: str, at: int, amount: int, timeout: int) -> None:
        horizon = self.settle(at)
        if key in self.fates:
            return
        parts = self._take(amount, at, fifo=False)
        self.holds[key], self.fates[key] = (timeout, parts), "held"
        self._move("available", "held", amount, at)
        if timeout <= horizon:
            self._end_hold(key, "expired", timeout)
            self._arrive(parts, timeout, horizon)

    def capture(self, key: str, at: int, redemption: str, amount: int | None) -> None:
        horizon = self.settle(at)
        if self.fates.get(key) == f"captured {redemption}":
            return
        if key not in self.holds or redemption in self.redemptions:
            raise No
        _, parts = self.holds[key]
        taken, returned = sum(parts.values()) if amount is None else amount, {}
        if taken > sum(parts.values()):
            raise No
        self._end_hold(key, f"captured {redemption}", at)
        self.redemptions[redemption] = {}
        for name, points in parts.items():
            spent = min(points, taken)
            taken -= spent
            if spent:
                self.redemptions[redemption][name] = spent
                self.lots[name].points -= spent
                self._move("available", "redeemed", spent, at)
            if points > spent:
                returned[name] = points - spent
        self._arrive(returned, at, horizon)

    def release(self, key: str, at: int) -> None:
        horizon = self.settle(at)
        if self.fates.get(key) in ("released", "expired"):
            return
        if key not in self.holds:
            raise No
        _, parts = self.holds[key]
        self._end_hold(key, "released", at)
        self._arrive(parts, at, horizon)

    def cancel(
        self, key: str, at: int, redemption: str, amount: int | None, grace: int | None
    ) -> None:
        horizon = self.settle(at)
        if key in self.keys:
            return
        if redemption not in self.redemptions:
            raise No
        parts, back = self.redemptions[redemption], {}
        due = sum(parts.values()) if amount is None else amount
        if due > sum(parts.values()):
            raise No
        if not due:
            return
        self.keys.add(key)
        for name in reversed(list(parts)):
            points = min(parts[name], due)
            due -= points
            parts[name] -= points
            if not parts[name]:
                del parts[name]
            if not points:
                continue
            lot = self.lots[name]
            if grace is not None and lot.expires <= at:
                name = f"{name}/{key}"
                lot = Lot(lot.root, 0, False, at, at, grace)
                self.lots[name] = lot
            lot.points += points
            back[name] = points
            self._move("redeemed", "available", points, at)
        whole = {name: back[name] for name in reversed(list(back)) if "/" not in name}
        graces = {name: back[name] for name in reversed(list(back))}
        self._arrive(whole | graces, at, horizon)

    def refund(
        self, key: str, at: int, name: str, lines: dict[str, int], policy: str
    ) -> None:
        self.settle(at)
        if key in self.keys:
            return
        if name not in self.orders:
            raise No
        due = 0
        for line_id, amount in lines.items():
            line = self.orders[name][line_id]
            line.refunded += amount
            if line.refunded > line.paid:
                raise No
            share = Fraction(line.refunded, line.paid) if line.paid else 1
            target = round(line.points * share)
            due += target - line.reversed
            line.reversed = target
        self.keys.add(key)
        self._see(at)
        kin = [each for each, lot in self.lots.items() if lot.root == name]
        for each in kin:
            due -= self._lose(each, due, at)
        for each in kin:
            found = min(due, self.expired[each])
            self.expired[each] -= found
            self._move("breakage", "issuer", found, at)
            due -= found
        if policy == "other_lots_then_arrears":
            for each in self._spending_order(fifo=False):
                due -= self._lose(each, due, at)
        if due and policy != "waive":
            owed, since = self.debts.pop(name, (0, at))
            self.debts[name] = owed + due, max(since, at)
            self._move("arrears", "issuer", due, at)

    def adjust(self, key: str, at: int, amount: int, good_for: int) -> None:
        horizon = self.settle(at)
        if key in self.keys:
            return
        if amount < 0:
            self._take(-amount, at, fifo=False)
        else:
            self.lots[key] = Lot(key, amount, False, at, at, at + good_for)
        self.keys.add(key)
        self._move("issuer", "available", amount, at)
        if amount > 0:
            self._arrive({key: amount}, at, horizon)

    # How it is done

    def _see(self, at: int) -> None:
        self.seen = max(self.seen, at)

    def _move(self, source: str, target: str, points: int, at: int) -> None:
        self.accounts[source] -= points
        self.accounts[target] += points
        self._see(at)

    def _release(self, name: str) -> None:
        lot = self.lots[name]
        lot.waiting = False
        self._move("pending", "available", lot.points, lot.available)

    def _expire(self, name: str, at: int) -> None:
        lot = self.lots[name]
        source = "pending" if lot.waiting else "available"
        self._move(source, "breakage", lot.points, at)
        self.expired[name] += lot.points
        lot.points = 0

    def _lose(self, name: str, most: int, at: int) -> int:
        lot = self.lots[name]
        points = min(lot.points, most)
        lot.points -= points
        self._move("pending" if lot.waiting else "available", "issuer", points, at)
        return points

    def _spending_order(self, *, fifo: bool) -> list[str]:
        good = [name for name, lot in self.lots.items() if not lot.waiting]

        def key(name: str) -> tuple[int, int, str]:
            lot = self.lots[name]
            return (0 if fifo else lot.expires, lot.earned, name)

        return sorted(good, key=key)

    def _take(self, amount: int, at: int, *, fifo: bool) -> dict[str, int]:
        usable = [
            name
            for name in self._spending_order(fifo=fifo)
            if self.lots[name].available <= at
        ]
        held = sum(self.lots[name].points for name in usable)
        if amount > held + self.accounts["arrears"]:
            raise No
        parts = {}
        for name in usable:
            points = min(amount, self.lots[name].points)
            if points:
                parts[name] = points
                self.lots[name].points -= points
                amount -= points
        return parts

    def _end_hold(self, key: str, fate: str, at: int) -> None:
        _, parts = self.holds.pop(key)
        self.fates[key] = fate
        for name, points in parts.items():
            self.lots[name].points += points
        self._move("held", "available", sum(parts.values()), at)

    def _arrive(self, parts: dict[str, int], at: int, horizon: int) -> None:
        left = dict(parts)
        for name in parts:
            self._pay(name, self.lots[name].root, left, at)
        for root in sorted(self.debts, key=lambda root: self.debts[root][1]):
            for name in parts:
                since = self.debts.get(root, (0, 0))[1]
                if max(at, since) < self.lots[name].expires:
                    self._pay(name, root, left, at)
        for name in parts:
            lot = self.lots[name]
            if not left[name]:
                continue
            if lot.expires <= horizon:
                self._expire(name, max(at, lot.expires))
            elif lot.waiting and lot.available <= horizon:
                self._release(name)

    def _pay(self, name: str, root: str, left: dict[str, int], at: int) -> None:
        if root not in self.debts or not left[name]:
            return
        lot, (owed, since) = self.lots[name], self.debts[root]
        moment, points = max(at, since), min(owed, left[name])
        if lot.waiting and lot.available <= moment:
            self._release(name)
        lot.points -= points
        left[name] -= points
        self._move("pending" if lot.waiting else "available", "arrears", points, moment)
        if owed > points:
            self.debts[root] = owed - points, since
        else:
            del self.debts[root]
