"""A real log of a service desk as cases, from the sample in the repository."""

from pathlib import Path

import pytest

from mijoz.adapters.servicenow.importing import Report, import_incidents
from mijoz.application.crm import Crm
from mijoz.application.importing import Counts
from mijoz.composition import compose
from mijoz.domain.service.case_events import (
    CaseClosed,
    CaseOpened,
    CaseReopened,
    CaseResolved,
)

SAMPLE = Path(__file__).parents[1] / "samples/servicenow/incidents.csv"


def run(crm: Crm, folder: Path) -> Report:
    left_out = folder / "left_out.ndjson"
    return import_incidents(crm, SAMPLE, quarantine_path=left_out)


@pytest.mark.parametrize("url", ["memory://", "sqlite:///{}/store.db"])
def test_a_real_log_is_imported_once(url: str, tmp_path: Path) -> None:
    crm = compose(url.format(tmp_path))
    report = run(crm, tmp_path)
    events = crm.journal.head()
    assert report == Report(Counts(49, 49, 0, 0, events), 327, 0, {}, None)
    assert run(crm, tmp_path).counts == Counts(49, 0, 49, 0, 0)
    assert crm.journal.head() == events


def test_every_case_of_a_real_log_is_resolved_and_closed(tmp_path: Path) -> None:
    crm = compose()
    run(crm, tmp_path)
    for stream in crm.journal.streams("case"):
        kinds = [type(each.event) for each in crm.journal.stream(stream)]
        assert kinds.count(CaseOpened) == kinds.count(CaseClosed) == 1
        assert kinds[-1] is CaseClosed
        assert kinds.count(CaseResolved) == kinds.count(CaseReopened) + 1
