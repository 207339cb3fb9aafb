"""Many commit as one, each is told its own outcome, and nobody is forgotten."""

from collections.abc import Sequence
from threading import Event, Thread

import pytest

from mijoz.adapters.grouping import Group, Interrupted


class Slow:
    """Commits when it is let, and remembers what came together."""

    def __init__(self) -> None:
        self.began, self.go_on = Event(), Event()
        self.groups: list[list[int]] = []
        self.interrupt = False

    def commit(self, works: Sequence[int]) -> list[str | Exception]:
        self.groups.append(list(works))
        self.began.set()
        assert self.go_on.wait(10)
        if self.interrupt:
            self.interrupt = False
            raise KeyboardInterrupt
        return [ValueError(work) if work < 0 else f"did {work}" for work in works]


def told(group: Group[int, str], work: int, outcomes: dict[int, object]) -> Thread:
    def submit() -> None:
        try:
            outcomes[work] = group.submit(work)
        except BaseException as problem:
            outcomes[work] = problem

    thread = Thread(target=submit)
    thread.start()
    return thread


def together(slow: Slow, works: Sequence[int]) -> dict[int, object]:
    """Submit the first, and the others while it is being committed."""
    group = Group(slow.commit)
    outcomes: dict[int, object] = {}
    threads = [told(group, works[0], outcomes)]
    assert slow.began.wait(10)
    threads += [told(group, work, outcomes) for work in works[1:]]
    while len(group._waiting) < len(works) - 1:
        pass
    slow.go_on.set()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()
    return outcomes


def test_what_waits_meanwhile_is_committed_as_one() -> None:
    slow = Slow()
    outcomes = together(slow, [1, 2, 3, 4])
    assert [sorted(group) for group in slow.groups] == [[1], [2, 3, 4]]
    assert outcomes == {work: f"did {work}" for work in (1, 2, 3, 4)}


def test_a_refusal_is_its_own_works_alone() -> None:
    outcomes = together(Slow(), [1, -2, 3])
    assert isinstance(outcomes[-2], ValueError)
    assert (outcomes[1], outcomes[3]) == ("did 1", "did 3")


def test_a_group_that_is_idle_again_takes_the_next_work() -> None:
    slow = Slow()
    slow.go_on.set()
    group = Group(slow.commit)
    assert [group.submit(1), group.submit(2)] == ["did 1", "did 2"]


def test_a_commit_that_fails_is_told_to_all_of_it() -> None:
    def full(_: Sequence[int]) -> list[str | Exception]:
        raise OSError("disk full")

    group: Group[int, str] = Group(full)
    for _ in range(2):
        with pytest.raises(OSError, match="disk full"):
            group.submit(1)


def test_whoever_is_interrupted_leaves_nobody_waiting() -> None:
    slow = Slow()
    slow.interrupt = True
    outcomes = together(slow, [1, 2, 3])
    assert isinstance(outcomes[1], KeyboardInterrupt)
    assert (outcomes[2], outcomes[3]) == ("did 2", "did 3")


def test_who_was_committed_for_by_one_interrupted_is_told_so() -> None:
    slow = Slow()
    group = Group(slow.commit)
    outcomes: dict[int, object] = {}
    threads = [told(group, 1, outcomes)]
    assert slow.began.wait(10)
    threads += [told(group, 2, outcomes), told(group, 3, outcomes)]
    while len(group._waiting) < 2:
        pass
    commit = group._commit

    def interrupted(works: Sequence[int]) -> Sequence[str | Exception]:
        if 1 not in works:
            raise KeyboardInterrupt
        return commit(works)

    group._commit = interrupted
    slow.go_on.set()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()
    kinds = {type(outcomes[2]), type(outcomes[3])}
    assert kinds == {KeyboardInterrupt, Interrupted}
