"""Two moments compared, and causes traced, for a person and for a program."""

import pytest

from mijoz.application.envelope import Origin

from ..auditing.shop import AZIZA, CANARY, Shop
from .audit_shell import Shell, shell_of, trading

DIFF = "audit diff aziza --from 2026-01-05 --to 2026-01-08"


@pytest.fixture
def shop() -> Shop:
    return trading()


@pytest.fixture
def shell(shop: Shop, capsys: pytest.CaptureFixture[str]) -> Shell:
    return shell_of(shop, capsys)


class TestDiff:
    """`mijoz audit diff`."""

    def test_it_says_what_changed_and_what_did_it(self, shell: Shell) -> None:
        told = shell.json(DIFF)
        (card,) = [each for each in told["changed"] if each["model"] == "cards"]
        assert {"field": "orders", "before": 1, "after": 2} in card["differences"]
        (earned,) = [e for e in told["events"] if e["type"] == "PointsEarned"]
        assert earned["actor"] == "policy:orders-earn"
        assert earned["policy_refs"] == ["programme:club@1"]
        assert [each["type"] for each in earned["causes"]] == ["OrderCompleted"]
        assert earned["causes"][0]["actor"] == "user:anna"

    def test_a_person_reads_it_in_a_table(self, shell: Shell) -> None:
        code, out, _ = shell(DIFF)
        lines = [" ".join(line.split()) for line in out.splitlines()]
        assert code == 0
        assert lines[0] == (
            "at position 14: 2026-01-05 23:59 to 2026-01-08 23:59, by when it happened,"
            " known at now"
        )
        assert "card orders 1 2" in lines
        assert "spent 100.00 UZS 105.00 UZS" in lines
        assert "club: lots[o-2]" in out
        assert any("programme:club@1 #10 OrderCompleted" in line for line in lines)
        assert lines[-1] == "3 of 3 events"

    def test_the_events_that_are_shown_can_be_limited(self, shell: Shell) -> None:
        _, out, _ = shell(f"{DIFF} --last 1")
        assert "1 of 3 events" in out
        assert "  PointsEarned  " in out, "the last one"
        assert "  OrderPlaced  " not in out
        assert "#10 OrderCompleted by user:anna" in out, "told nowhere else"
        assert "3 of 3 events" in shell(f"{DIFF} --last 0")[1]

    def test_a_name_with_brackets_is_printed_as_it_is(
        self, shell: Shell, shop: Shop
    ) -> None:
        odd = Origin("user:[bold]")
        shop.crm.orders.tell("o-[9]", shop.order(AZIZA, "o-[9]", 6), origin=odd)
        _, out, _ = shell(f"{DIFF} --last 1")
        assert "OrderCompleted by user:[bold]" in out
        assert "o-[9]" in out

    def test_it_can_be_by_when_we_learned_of_it(self, shell: Shell) -> None:
        assert shell.json(f"{DIFF} --clock recorded")["events"] == []
        line = "audit diff aziza --from 2026-01-09 --to 2026-01-10 --clock recorded"
        assert len(shell.json(line)["events"]) == 3
        assert "by when it was learned" in shell(line)[1]

    def test_the_same_moment_twice_shows_that_nothing_changed(
        self, shell: Shell
    ) -> None:
        code, out, _ = shell("audit diff aziza --from 2026-01-05 --to 2026-01-05")
        assert code == 0
        assert "nothing changed" in out

    def test_time_alone_is_named_where_no_event_did_it(self, shell: Shell) -> None:
        code, out, _ = shell("audit diff aziza --from 2026-01-17 --to 2026-01-18")
        assert code == 0
        assert "time alone" in out

    @pytest.mark.parametrize(
        ("options", "why"),
        [
            ("--from 2026-01-08 --to 2026-01-03", "is after --to 2026-01-03"),
            (
                "--from 2026-01-03 --to 2026-01-08 --clock recorded"
                " --known-at 2026-01-08",
                "leave --known-at out",
            ),
        ],
    )
    def test_what_makes_no_sense_is_bad_usage(
        self, shell: Shell, options: str, why: str
    ) -> None:
        code, out, err = shell(f"audit diff aziza {options}")
        assert (code, out) == (2, "")
        assert why in err

    def test_a_stranger_is_not_found(self, shell: Shell) -> None:
        line = "audit diff nobody --from 2026-01-03 --to 2026-01-08"
        assert shell(line)[0] == 5


class TestTrace:
    """`mijoz audit trace`."""

    def test_an_event_stands_in_its_tree(self, shell: Shell, shop: Shop) -> None:
        earned = shop.log[7]
        by_position, by_id = (
            shell.json(f"audit trace {which}") for which in (8, earned.id)
        )
        assert by_position == by_id
        chain = [(each["depth"], each["type"]) for each in by_id["chain"]]
        assert chain == [(0, "OrderCompleted"), (1, "PointsEarned")]
        assert by_id["event"] == earned.id

    def test_a_person_sees_by_whom_under_what_and_when(self, shell: Shell) -> None:
        code, out, _ = shell("audit trace 8")
        assert code == 0
        assert "#7 OrderCompleted by user:anna" in out
        assert "#8 PointsEarned by policy:orders-earn under programme:club@1\n" in out
        assert "happened 2026-01-04 00:00:00, learned 2026-01-01 00:00:00" in out
        assert "points-club:aziza, revision 1" in out
        assert out.count(">> ") == out.count(">> #8 ") == 1, "the one asked for"

    def test_what_came_of_one_cause_stands_side_by_side(
        self, shell: Shell, shop: Shop
    ) -> None:
        shop.buys(AZIZA, "o-9", 30)  # and with it, what was pending is released
        _, out, _ = shell(f"audit trace {shop.crm.journal.head()}")
        twigs = [line[:5] for line in out.splitlines() if "── " in line]
        assert len(twigs) == 3
        assert [twig[:4] for twig in twigs] == ["├── ", "├── ", "└── "]

    @pytest.mark.parametrize("which", ["99", "019a0000-0000-7000-8000-000000000000"])
    def test_an_event_that_is_not_there_is_not_found(
        self, shell: Shell, which: str
    ) -> None:
        code, _, err = shell(f"audit trace {which}")
        assert (code, err) == (5, f"mijoz: there is no event {which}\n")


@pytest.mark.parametrize("command", ["replay", "diff", "trace"])
def test_each_command_has_an_example(shell: Shell, command: str) -> None:
    assert f"Example: mijoz audit {command}" in shell(f"audit {command} --help")[1]


@pytest.mark.parametrize(
    "line",
    [
        "audit replay aziza",
        "audit replay --model customer",
        "audit diff aziza --from 2025-12-31 --to 2026-01-08 --last 0",
        "audit trace 2",
    ],
)
def test_what_is_personal_stays_sealed(shell: Shell, line: str) -> None:
    for said in (shell(line), shell(f"{line} --json")):
        assert said[0] == 0
        assert CANARY not in said[1]
    assert '"personal": "sealed"' in said[1]
