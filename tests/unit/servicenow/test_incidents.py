"""The log of a service desk as cases: what its rows mean, and what is left out."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mijoz.adapters.cli.app import create
from mijoz.adapters.cli.services import Services
from mijoz.adapters.servicenow.importing import Report, import_incidents
from mijoz.adapters.tables.unfit import BadTable
from mijoz.application.crm import Crm
from mijoz.application.desk import Unknown
from mijoz.application.envelope import TimeQuality
from mijoz.composition import compose, foresight, models_path, warehouse
from mijoz.domain.customer.profile import CustomerRegistered, IdentifierAdded
from mijoz.domain.service.case_events import (
    CaseAssigned,
    CaseClosed,
    CaseOpened,
    CaseReopened,
    CaseResolved,
    CaseTriaged,
    SlaBreached,
    SlaClockPaused,
    SlaClockResumed,
)
from mijoz.domain.service.case_kinds import CaseKind, PauseReason

from ..service.desk import CALENDAR_1, SLA_1, but_from

HEAD = (
    "number,incident_state,caller_id,opened_at,sys_updated_at,contact_type,category,"
    "priority,assignment_group,assigned_to,caused_by,closed_code"
)
DAY = "29/02/2016"
NEW = f"1,New,7,{DAY} 09:00,{DAY} 09:10,Phone,5,3,56,,,"
RESOLVED = f"1,Resolved,7,{DAY} 09:00,{DAY} 12:00,Phone,5,3,56,,,6"
CLOSED = f"1,Closed,7,{DAY} 09:00,05/03/2016 12:00,Phone,5,3,56,,,6"


def row(state: str, minute: str, rest: str = "Phone,5,3,56,,,", number: int = 1) -> str:
    return f"{number},{state},7,{DAY} 09:00,{DAY} {minute},{rest}"


def write(folder: Path, rows: Sequence[str], head: str = HEAD) -> Path:
    file = folder / "incidents.csv"
    file.write_text("\n".join([head, *rows]) + "\n")
    return file


def bring(folder: Path, *rows: str, crm: Crm | None = None, **said: str) -> Report:
    return import_incidents(
        crm or compose(),
        write(folder, rows),
        quarantine_path=folder / "left_out.ndjson",
        sla_id=said.get("sla_id"),
    )


def left_out(report: Report) -> list[tuple[int, str | None, str]]:
    assert report.quarantine
    lines = report.quarantine.read_text().splitlines()
    return [
        (each["row"], each["column"], each["problem"])
        for each in map(json.loads, lines)
    ]


def told(folder: Path, *rows: str) -> list[object]:
    """Return the events of the case that the rows come to."""
    crm = compose()
    report = bring(folder, *rows, crm=crm)
    assert report.quarantine is None
    return [each.event for each in crm.journal.stream("case-servicenow:1")]


def at(hour: int, minute: int = 0, day: int = 29, month: int = 2) -> datetime:
    return datetime(2016, month, day, hour, minute, tzinfo=UTC)


def test_an_incident_is_a_case_from_its_opening_to_its_end(tmp_path: Path) -> None:
    opened, assigned, resolved, closed = told(tmp_path, NEW, RESOLVED, CLOSED)
    assert isinstance(opened, CaseOpened)
    assert (opened.at, opened.kind) == (at(9), CaseKind.PROBLEM)
    assert (opened.channel, opened.priority) == ("phone", 3)
    assert (opened.category, opened.terms) == ("category-5", None)
    assert isinstance(assigned, CaseAssigned)
    assert (assigned.at, assigned.owner) == (at(9, 10), None)
    assert assigned.department == "group-56"
    assert isinstance(resolved, CaseResolved)
    assert (resolved.at, resolved.cause) == (at(12), "unrecorded")
    assert resolved.remedy == "code-6"
    assert isinstance(closed, CaseClosed)
    assert closed.at == at(12, day=5, month=3)


def test_its_caller_is_a_customer_who_is_met_once(tmp_path: Path) -> None:
    crm = compose()
    other = [each.replace("1,", "2,", 1) for each in (NEW, RESOLVED, CLOSED)]
    bring(tmp_path, NEW, *other, crm=crm)
    events = crm.journal.feed(0)
    (registered,) = (e for e in events if isinstance(e.event, CustomerRegistered))
    assert registered.event.at == at(9)
    assert registered.time_quality is TimeQuality.IMPORTED
    assert registered.actor == "import:servicenow"
    assert len([e for e in events if isinstance(e.event, IdentifierAdded)]) == 1
    customer = registered.event.customer_id
    assert crm.customers.find("external", "servicenow:7") == customer
    cases = [each.event for each in events if isinstance(each.event, CaseOpened)]
    assert [each.customer_id for each in cases] == [customer, customer]


def test_a_caller_who_is_known_is_not_registered_again(tmp_path: Path) -> None:
    crm = compose()
    bring(tmp_path, NEW, crm=crm)
    bring(tmp_path, NEW.replace("1,", "2,", 1), crm=crm)
    events = [each.event for each in crm.journal.feed(0)]
    assert len([e for e in events if isinstance(e, CustomerRegistered)]) == 1
    assert len([e for e in events if isinstance(e, CaseOpened)]) == 2


def test_a_caller_may_be_named_later_or_not_at_all(tmp_path: Path) -> None:
    (opened, *_) = told(tmp_path, NEW.replace(",7,", ",,"))
    assert isinstance(opened, CaseOpened)
    assert opened.customer_id is None
    (opened, *_) = told(tmp_path, NEW.replace(",7,", ",,"), RESOLVED)
    assert isinstance(opened, CaseOpened)
    assert opened.customer_id


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("Awaiting User Info", PauseReason.AWAITING_CUSTOMER),
        ("Awaiting Vendor", PauseReason.AWAITING_SUPPLIER),
        ("Awaiting Problem", PauseReason.AWAITING_CAUSE),
        ("Awaiting Evidence", PauseReason.AWAITING_EVIDENCE),
    ],
)
def test_its_clock_stands_while_it_waits(
    tmp_path: Path, state: str, reason: PauseReason
) -> None:
    rows = row(state, "10:00"), row(state, "10:30"), row("Active", "11:00")
    _, _, paused, resumed = told(tmp_path, NEW, *rows)
    assert isinstance(paused, SlaClockPaused)
    assert (paused.at, paused.reason) == (at(10), reason)
    assert isinstance(resumed, SlaClockResumed)
    assert resumed.at == at(11)


def test_it_may_wait_for_one_thing_after_another(tmp_path: Path) -> None:
    rows = row("Awaiting Vendor", "10:00"), row("Awaiting User Info", "11:00")
    found = told(tmp_path, *rows)[2:]
    assert [type(each) for each in found] == [
        SlaClockPaused,
        SlaClockResumed,
        SlaClockPaused,
    ]


def test_it_may_be_resolved_while_it_waits(tmp_path: Path) -> None:
    found = told(tmp_path, row("Awaiting Vendor", "10:00"), RESOLVED)[2:]
    assert [type(each) for each in found] == [SlaClockPaused, CaseResolved]


def test_what_comes_after_its_end_reopens_it(tmp_path: Path) -> None:
    again = NEW.replace("New", "Active").replace("09:10", "23:00")
    waits = again.replace("Active", "Awaiting User Info")
    found = told(tmp_path, NEW, RESOLVED, again)[3:]
    assert [type(each) for each in found] == [CaseReopened]
    found = told(tmp_path, NEW, RESOLVED, waits)[3:]
    assert [type(each) for each in found] == [CaseReopened, SlaClockPaused]
    late = CLOSED.replace("Closed", "Active").replace("05/03", "06/03")
    late = late.replace("56,", "57,")
    found = told(tmp_path, NEW, RESOLVED, CLOSED, late)[4:]
    assert [type(each) for each in found] == [CaseReopened, CaseAssigned]


def test_only_what_a_row_changes_is_told(tmp_path: Path) -> None:
    found = told(
        tmp_path,
        NEW,
        row("New", "09:20"),
        row("New", "09:30", "Phone,5,2,56,,,"),
        row("New", "09:40", "Phone,,2,56,139,,"),
        row("New", "09:50", "Phone,6,2,57,,,"),
        row("-100", "10:00", "Phone,6,2,,,,"),
        row("Resolved", "10:10", "Phone,6,2,57,,8,"),
    )[2:]
    assert [type(each) for each in found] == [
        CaseTriaged,
        CaseAssigned,
        CaseTriaged,
        CaseAssigned,
        CaseResolved,
    ]
    first, owned, second, given, resolved = found
    assert isinstance(first, CaseTriaged)
    assert (first.priority, first.category) == (2, "category-5")
    assert isinstance(owned, CaseAssigned)
    assert (owned.owner, owned.department) == ("agent-139", "group-56")
    assert isinstance(second, CaseTriaged)
    assert (second.priority, second.category) == (2, "category-6")
    assert isinstance(given, CaseAssigned)
    assert (given.owner, given.department) == (None, "group-57")
    assert isinstance(resolved, CaseResolved)
    assert (resolved.cause, resolved.remedy) == ("cause-8", "unrecorded")


def test_rows_are_told_in_the_order_of_time(tmp_path: Path) -> None:
    found = told(tmp_path, CLOSED, NEW, RESOLVED)
    assert [type(each) for each in found] == [
        CaseOpened,
        CaseAssigned,
        CaseResolved,
        CaseClosed,
    ]


def test_words_before_numbers_and_a_state_by_its_other_name_are_read(
    tmp_path: Path,
) -> None:
    head = HEAD.replace("incident_state", "ident_state")
    line = f"INC0000045,New,Caller 24,{DAY} 09:00,{DAY} 09:10,Self service,"
    file = write(tmp_path, [line + "Category 5,3 - Moderate,Group 56,?,?,?"], head)
    crm = compose()
    import_incidents(crm, file, quarantine_path=tmp_path / "left_out.ndjson")
    (stream,) = crm.journal.streams("case")
    opened, assigned = (each.event for each in crm.journal.stream(stream))
    assert stream == "case-servicenow:0000045"
    assert (opened.channel, opened.priority) == ("self-service", 3)
    assert (assigned.owner, assigned.department) == (None, "group-56")


def test_what_the_domain_refuses_is_left_out_whole_and_listed(tmp_path: Path) -> None:
    crm = compose()
    never = row("Closed", "10:00", number=2)
    early = row("New", "08:00", number=3)
    report = bring(tmp_path, NEW, row("New", "09:30", number=2), never, early, crm=crm)
    counts = report.counts
    assert (counts.read, counts.imported, counts.quarantined) == (3, 1, 2)
    assert (report.rows, report.rows_left_out) == (4, 3)
    assert report.refused == {"CaseNotResolved": 1, "TooEarly": 1}
    (_, _, held), (_, _, refused), (_, _, before) = left_out(report)
    assert held == "is held back with row 3, of the same thing"
    assert refused == "case servicenow:2 is not resolved, and so cannot be closed"
    assert "lies before" in before
    assert crm.journal.streams("case") == ["case-servicenow:1"]


@pytest.mark.parametrize(
    ("line", "column", "problem"),
    [
        (row("Lost", "10:00"), "incident_state", "is no state that is known"),
        (row("New", "25:00"), "sys_updated_at", "is no time"),
        (row("New", "10:00", "Pigeon,5,3,56,,,"), "contact_type", None),
        (row("New", "10:00", "Phone,5,,56,,,"), "priority", "is missing"),
        (row("New", "10:00").replace(",7,", ",8,"), "caller_id", None),
        (f"1,New,7,,{DAY} 10:00,Phone,5,3,56,,,", "opened_at", "is no time"),
    ],
)
def test_a_row_that_makes_no_sense_is_listed_with_its_column(
    tmp_path: Path, line: str, column: str, problem: str | None
) -> None:
    for rows, bad in (((NEW, line), 2), ((line, NEW), 1)):
        report = bring(tmp_path, *rows)
        assert report.counts.quarantined == 1
        assert report.refused == {"Unfit": 1}
        found = {number: (where, why) for number, where, why in left_out(report)}
        if column == "caller_id":
            bad = 2  # the first row says whose it is
        where, why = found[bad]
        assert where == column
        assert problem is None or why == problem
        assert found[3 - bad] == (
            None,
            f"is held back with row {bad}, of the same thing",
        )


def test_a_log_is_imported_once_whatever_is_added(tmp_path: Path) -> None:
    crm = compose()
    assert bring(tmp_path, NEW, crm=crm).counts.imported == 1
    head = crm.journal.head()
    report = bring(tmp_path, NEW, RESOLVED, NEW.replace("1,", "2,", 1), crm=crm)
    assert (report.counts.known, report.counts.imported) == (1, 1)
    assert crm.journal.head() == head + 2


def test_a_dry_run_records_nothing(tmp_path: Path) -> None:
    crm = compose()
    file = write(tmp_path, [NEW, RESOLVED])
    report = import_incidents(crm, file, dry_run=True)
    assert (report.counts.imported, report.counts.events) == (1, 5)
    assert crm.journal.head() == 0


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ("number,caller_id", ["1,2"]),
        (HEAD.replace("incident_state", "mood"), [NEW]),
        (HEAD, [NEW.replace("1,", ",", 1)]),
        (HEAD, [f"{NEW},and,more"]),
    ],
)
def test_what_is_no_log_of_incidents_is_refused(
    tmp_path: Path, head: str, rows: list[str]
) -> None:
    crm = compose()
    file = write(tmp_path, rows, head)
    with pytest.raises(BadTable):
        import_incidents(crm, file)
    assert crm.journal.head() == 0


def under_a_service_level() -> Crm:
    crm = compose()
    for each in but_from(datetime(2016, 1, 1, tzinfo=UTC), CALENDAR_1, SLA_1):
        each(crm)
    return crm


def test_cases_run_under_a_service_level_that_is_named(tmp_path: Path) -> None:
    crm = under_a_service_level()
    urgent = [each.replace(",3,", ",1,") for each in (NEW, RESOLVED)]
    report = bring(tmp_path, *urgent, crm=crm, sla_id="desk")
    assert report.quarantine is None
    events = [each.event for each in crm.journal.stream("case-servicenow:1")]
    opened = events[0]
    assert isinstance(opened, CaseOpened)
    assert opened.terms
    assert opened.terms.sla_id == "desk"
    missed = [each for each in events if isinstance(each, SlaBreached)]
    assert [each.at for each in missed] == [at(9, 15), at(11)]


def test_what_a_service_level_does_not_hold_for_is_left_out(tmp_path: Path) -> None:
    crm = under_a_service_level()
    old = NEW.replace("1,New,7,29/02/2016", "2,New,7,31/12/2015").replace(",3,", ",1,")
    report = bring(tmp_path, NEW, old, crm=crm, sla_id="desk")
    assert report.refused == {"NoTargetFor": 1, "Unfit": 1}
    assert report.counts.imported == 0
    with pytest.raises(Unknown):
        bring(tmp_path, NEW, sla_id="gold")


def test_the_command_tells_what_became_of_a_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, [NEW, row("Closed", "10:00", number=2)])
    main = create(Services(compose, warehouse, models_path, foresight))
    store = f"sqlite:///{tmp_path}/store.db"
    command = ["import", "servicenow", str(file), "--store", store]
    quarantine = ["--quarantine", str(tmp_path / "left_out.ndjson")]
    assert main([*command, *quarantine, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["imported"], found["quarantined"]) == (1, 1)
    assert found["refused"] == {"CaseNotResolved": 1}
    assert main([*command, *quarantine]) == 0
    shown = capsys.readouterr().out
    assert "known before     1" in shown
    assert "1 CaseNotResolved" in shown
