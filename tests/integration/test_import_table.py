"""A real log of a service desk, imported from the sample in the repository."""

from datetime import UTC, datetime
from pathlib import Path
from shutil import copy

import pytest

from mijoz.adapters.tables.importing import Report, import_table
from mijoz.application.crm import Crm
from mijoz.application.importing import Counts
from mijoz.composition import compose
from mijoz.domain.customer.profile import CustomerRegistered
from mijoz.domain.encounter.encounter import (
    EncounterClosed,
    EncounterOpened,
    EncounterReopened,
    EncounterStepRecorded,
)

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "tests/samples/servicenow"
GUIDE = ROOT / "docs/importing.md"


def run(crm: Crm, folder: Path, mapping: Path = SAMPLE / "mapping.toml") -> Report:
    left_out = folder / "left_out.ndjson"
    return import_table(
        crm, SAMPLE / "incidents.csv", mapping, quarantine_path=left_out
    )


@pytest.mark.parametrize("url", ["memory://", "sqlite:///{}/store.db"])
def test_a_real_log_is_imported_once(url: str, tmp_path: Path) -> None:
    crm = compose(url.format(tmp_path))
    report = run(crm, tmp_path)
    assert report == Report(Counts(49, 49, 0, 0, 274), 327, 0, None)
    assert run(crm, tmp_path).counts == Counts(49, 0, 49, 0, 0)
    assert crm.journal.head() == 274


def test_a_real_log_says_what_its_desk_did(tmp_path: Path) -> None:
    crm = compose()
    run(crm, tmp_path)
    events = [each.event for each in crm.journal.feed(0)]
    opened = [each for each in events if isinstance(each, EncounterOpened)]
    assert len(opened) == len({each.encounter_id for each in opened}) == 49
    assert {each.channel for each in opened} == {"phone", "email", "self-service"}
    callers = {each.customer_id for each in opened}
    registered = {e.customer_id for e in events if isinstance(e, CustomerRegistered)}
    assert callers == registered
    late = [e for e in events if isinstance(e, EncounterClosed) and not e.met_standard]
    assert 0 < len(late) < 49


def test_an_incident_that_was_reopened_was_closed_twice(tmp_path: Path) -> None:
    crm = compose()
    run(crm, tmp_path)
    history = crm.journal.stream("encounter-servicenow:102")
    kinds = [type(each.event) for each in history]
    assert kinds[0] is EncounterOpened
    assert kinds[-4:] == [
        EncounterClosed,
        EncounterReopened,
        EncounterStepRecorded,
        EncounterClosed,
    ]
    closed = history[-1].event
    assert closed.at == datetime(2016, 3, 17, 16, 28, tzinfo=UTC)
    assert closed.met_standard is False


def test_the_sample_says_whose_it_is() -> None:
    words = (SAMPLE / "ATTRIBUTION.txt").read_text()
    assert "10.24432/C57S4H" in words
    assert "CC BY 4.0" in words
    assert sum(each.stat().st_size for each in SAMPLE.iterdir()) < 60_000


def blocks(language: str) -> list[str]:
    """Return the code blocks of the guide that are written in a language."""
    parts = GUIDE.read_text("utf-8").split("```")[1::2]
    return [each.removeprefix(language) for each in parts if each.startswith(language)]


def test_the_example_of_the_guide_is_what_the_sample_is_imported_by(
    tmp_path: Path,
) -> None:
    example, *_ = blocks("toml\n")
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(example, "utf-8")
    assert run(compose(), tmp_path, mapping).counts == Counts(49, 49, 0, 0, 274)
    assert example == (SAMPLE / "mapping.toml").read_text("utf-8")


def test_the_guide_names_every_field() -> None:
    from mijoz.adapters.tables.fields import FIELDS

    words = GUIDE.read_text("utf-8")
    for fields in FIELDS.values():
        for name in fields:
            assert f"`{name}`" in words, name


def test_the_guide_names_every_key() -> None:
    from msgspec.structs import fields

    from mijoz.adapters.tables import shape

    words = GUIDE.read_text("utf-8")
    for table in (shape.Source, shape.File, shape.Lookup, shape.Spec, shape.Customer):
        for field in fields(table):
            assert f"`{field.name}`" in words, field.name


@pytest.mark.parametrize(
    "name", ["cdnow", "olist-customers", "olist-orders", "olist-reviews"]
)
def test_each_mapping_that_we_give_makes_sense(name: str) -> None:
    from mijoz.adapters.tables.loading import load

    assert load(ROOT / f"docs/mappings/{name}.toml").source.name in name


def test_the_quarantine_stands_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    mapping = Path(copy(SAMPLE / "mapping.toml", tmp_path))
    log = (SAMPLE / "incidents.csv").read_text()
    Path("log.csv").write_text(log.replace("29/02/2016 01:16", "29/02/2015 01:16"))
    seen: list[tuple[int, int]] = []

    def progress(counts: Counts, items: int) -> None:
        seen.append((counts.read, items))

    report = import_table(compose(), Path("log.csv"), mapping, progress=progress)
    assert report.quarantine == Path("log.csv.quarantine.ndjson")
    first = report.quarantine.read_text().splitlines()[0]
    problem = "is not a time as the mapping has it"
    assert first == f'{{"row":1,"column":"opened_at","problem":"{problem}"}}'
    assert seen == [(49, 49)]
    import_table(compose(), SAMPLE / "incidents.csv", mapping)
    Path("log.csv").write_text(log)
    assert import_table(compose(), Path("log.csv"), mapping).quarantine is None
    assert not report.quarantine.exists()
