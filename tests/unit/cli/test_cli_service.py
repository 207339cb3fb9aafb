"""The command line shows how customers are served, as tables and as JSON."""

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from attrs import frozen

from mijoz.adapters.cli.app import create
from mijoz.adapters.cli.services import Services
from mijoz.application.registry import COMMANDS
from tests.unit.encounters.shop import ANNA, BEK, Shop, day


def _none(*_: Any) -> Any:
    raise AssertionError("not for these tests")


@frozen
class Shell:
    main: Callable[[Sequence[str]], int]
    shop: Shop
    capsys: pytest.CaptureFixture[str]

    def __call__(self, line: str) -> str:
        assert self.main(line.split()) == 0
        out = self.capsys.readouterr().out
        return " ".join(out.split())

    def json(self, line: str) -> Any:
        assert self.main([*line.split(), "--json"]) == 0
        return json.loads(self.capsys.readouterr().out)


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    shop = Shop()
    services = Services(lambda _: shop.crm, _none, _none, _none)
    return Shell(create(services), shop, capsys)


def test_a_scorecard_hides_what_too_few_say(shell: Shell) -> None:
    for number in range(10):
        shell.shop.serve(day(number), score=5)
    shell.shop.serve(by=BEK, score=1)
    told = shell.json("service scorecard")
    anna, bek = told["scorecards"]
    assert (anna["group"], anna["score"]) == ("anna", {"value": 100.0, "sample": 10})
    assert (bek["group"], bek["score"]) == ("bek", {"value": None, "sample": 1})
    assert told["position"] == shell.shop.crm.journal.head()
    table = shell("service scorecard --by department")
    assert "socks 10 1.0 min 10.0 min 0.0 % 100.0 % 0.0 % 100.0" in table
    assert "shoes 1 … … … … … …" in table


def test_who_is_out_of_line_is_marked(shell: Shell) -> None:
    for number in range(40):
        who = ANNA if number % 2 else BEK
        shell.shop.serve(by=who, score=5 if who == ANNA else 1)
    assert shell("service scorecard").count("out of line") == 2


def test_a_journey_is_shown_with_what_is_planned_at_two_times(shell: Shell) -> None:
    shell.shop.serve(day(2))
    shell.json(
        "task assign --task-id t --customer-id aziza --assignee anna --task call"
        " --at 2026-05-02T00:00:00Z --due-at 2026-05-20T00:00:00Z"
    )
    told = shell.json("service journey aziza --as-of 2026-05-10")
    assert [each["what"] for each in told["entries"]][1:] == [
        "EncounterOpened",
        "EncounterStarted",
        "EncounterClosed",
    ]
    assert [each["what"] for each in told["planned"]] == ["call"]
    assert told["channels"] == ["shop", "door"]
    assert len(shell.json("service journey aziza --last 1")["entries"]) == 1
    shown = shell("service journey aziza")
    assert "2026-05-03 00:11 encounter firm shop EncounterClosed" in shown
    assert "overdue call anna task-t" in shown


def test_continuity_counts_hand_overs_repeats_and_contradictions(shell: Shell) -> None:
    shell.shop.serve(subject="sock-7", outcome="refunded", to=BEK)
    shell.shop.serve(day(1), subject="sock-7", outcome="refused")
    told = shell.json("service continuity --days 3")
    assert (told["hand_overs"], told["repeats"]) == (1, ["e-002"])
    assert told["contradictions"][0]["subject"] == "sock-7"
    shown = shell("service continuity")
    assert "repeat rate 50.0 %" in shown
    assert "sock-7 of aziza: refunded (e-001), then refused (e-002)" in shown


def test_channels_are_set_beside_one_another(shell: Shell) -> None:
    for number in range(20):
        channel = {"channel": "chat"} if number % 2 else {}
        shell.shop.serve(score=5 if channel else 1, **channel)  # type: ignore[arg-type]
    assert shell.json("service channels")["spread"] == 100.0
    assert "spread 100.0, variance 2500.0" in shell("service channels")


def test_stages_and_mistakes_are_shown(shell: Shell) -> None:
    name = shell.shop.serve()
    shell.json(f"encounter withdraw-step {name} --step-id {name}:0 --mistake mistyped")
    told = shell.json("service durations")
    assert [each["stage"] for each in told["stages"]] == ["waiting", "serving", "fit"]
    assert "waiting 1 1.0 min" in shell("service durations")
    assert shell.json("service mistakes")["by_cause"] == [
        ["mistyped", 1, {"value": 50.0, "sample": 2}]
    ]
    assert "mistyped 1 50.0 %" in shell("service mistakes")


def test_meetings_are_booked_and_listed(shell: Shell) -> None:
    offer = "resource offer --resource-id chair --version 1 --kind room --owner-id anna"
    shell.json(
        f"{offer} --time-zone UTC --grace-minutes 15 --follow-up-hours 48"
        " --remind-hours 24 --at 2026-05-01T00:00:00Z"
    )
    slot = "--starts-at 2026-06-11T09:00:00Z --ends-at 2026-06-11T10:00:00Z"
    shell.json(
        f"appointment book 2026-06-11 chair --appointment-id one {slot} --purpose fit"
        " --channel shop --customer-id aziza --at 2026-05-02T00:00:00Z"
    )
    (meeting,) = shell.json("service meetings --owner anna --customer aziza")[
        "meetings"
    ]
    assert (meeting["resource"], meeting["standing"]) == ("chair", "booked")
    shell.json(
        "appointment reschedule 2026-06-11 chair --appointment-id one --reason busy"
        " --done-by customer --at 2026-05-03T00:00:00Z"
        " --starts-at 2026-06-12T09:00:00Z --ends-at 2026-06-12T10:00:00Z"
    )
    shown = shell("service meetings")
    assert (
        "2026-06-12 09:00 2026-06-12 10:00 chair aziza fit shop booked, moved" in shown
    )
    assert "2026-06-11" not in shown


def test_no_option_of_a_command_is_one_that_every_command_has(shell: Shell) -> None:
    for entry in COMMANDS:
        assert shell.main([*entry.name.split("."), "--help"]) == 0
        shown = shell.capsys.readouterr().out
        options = re.findall(r"^ +(--[a-z-]+)", shown, re.MULTILINE)
        assert len(set(options)) == len(options), entry.name


def test_whoever_wants_it_is_not_whoever_tells_it(shell: Shell) -> None:
    line = "appointment cancel 2026-06-11 chair --appointment-id one --reason ill"
    assert shell.main([*line.split(), "--done-by", "nobody"]) == 2
    assert "--done-by must be" in shell.capsys.readouterr().err


def test_a_team_sees_its_activity_targets_and_exceptions(shell: Shell) -> None:
    shell.shop.serve(day(1), steps="fit")
    shell.json(
        "goal set --goal-id g --metric pairs --unit pairs --target 10 --holder anna"
        " --direction at_least --at 2026-05-01T00:00:00Z"
        " --due-at 2026-05-20T00:00:00Z"
    )
    window = "--since 2026-04-30 --until 2026-05-31"
    told = shell.json(f"service activity {window} --department socks")
    assert told["digest"]["anna"]["encounters"] == 2
    assert [each["metric"] for each in told["targets"]] == ["pairs"]
    amiss = shell.json(f"service activity {window} --exceptions")["deeds"]
    assert [each["what"] for each in amiss] == ["ConformanceAssessed"]
    shown = shell(f"service activity {window}")
    assert "anna ConformanceAssessed amiss encounter-e-001" in shown
    assert "anna pairs 10 2026-05-20 00:00 open" in shown


def test_a_window_has_some_length(shell: Shell) -> None:
    line = "service activity --since 2026-05-02 --until 2026-05-02"
    assert shell.main(line.split()) == 2


def test_an_employee_who_has_left_is_erased(shell: Shell) -> None:
    erase = "service erase-employee anna --reason asked"
    assert shell.main(erase.split()) == 3
    shell.capsys.readouterr()
    shell.json("employee leave anna --reason resigned --at 2026-05-20T00:00:00Z")
    assert shell.json(erase)["employee_id"] == "anna"
    assert "anna is erased" in shell(erase)
