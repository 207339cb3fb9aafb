"""What the documents say is there is there."""

import re
from pathlib import Path

import pytest

from mijoz.adapters.cli.app import create
from mijoz.adapters.cli.services import Services
from mijoz.adapters.schemas import EVENTS
from mijoz.composition import compose, foresight, models_path, warehouse
from mijoz.domain.personal import personal_fields, pseudonyms

ROOT = Path(__file__).parents[2]
CAPABILITIES = (ROOT / "docs/capabilities.md").read_text()
AUDIT = (ROOT / "docs/audit.md").read_text()
NAMED = sorted(
    set(re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", CAPABILITIES + AUDIT))
)
PAGES = sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md")])


@pytest.mark.parametrize(("file", "name"), NAMED, ids=lambda each: each)
def test_every_test_that_a_page_names_exists(file: str, name: str) -> None:
    text = (ROOT / file).read_text()
    if name:
        assert re.search(rf"(def|class) {name}\b", text)


def test_every_capability_names_what_shows_it() -> None:
    lines = CAPABILITIES.splitlines()
    rows = [each for each in lines if each.startswith("| ") and "shown by" not in each]
    assert rows
    for row in rows:
        assert row.rstrip(" |").rpartition("|")[2].count("`") >= 2, row


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text()):
        assert (page.parent / target).exists(), target


def test_every_event_is_documented_with_its_personal_fields() -> None:
    page = (ROOT / "docs/events.md").read_text()
    for event in EVENTS:
        (entry,) = re.findall(rf"^- \*\*{event.__name__}\*\*(.*)$", page, re.MULTILINE)
        assert re.findall(r"`(\w+)`\?", entry) == list(personal_fields(event)), entry
        assert re.findall(r"`(\w+)`\*", entry) == list(pseudonyms(event))


DRAWINGS = "\n".join(
    re.findall(
        r"```mermaid\n(.*?)```",
        "\n".join(each.read_text() for each in sorted(ROOT.glob("docs/domain/*.md"))),
        re.DOTALL,
    )
)


def test_every_event_stands_in_the_drawing_of_its_context() -> None:
    for event in EVENTS:
        context = event.__module__.split(".")[2]
        assert re.search(rf"\b{event.__name__}\b", DRAWINGS), (
            f"draw {event.__name__}: {context}"
        )


def test_no_drawing_shows_an_event_that_there_is_not() -> None:
    labels = re.findall(r"-->[^:\n]*:(.*)$", DRAWINGS, re.MULTILINE)
    shown = {
        each for label in labels for each in re.findall(r"\b(?:[A-Z][a-z]+){2,}", label)
    }
    assert shown
    assert shown <= {each.__name__ for each in EVENTS}


def commands_in(text: str) -> list[str]:
    lines = re.findall(r"^mijoz ([a-z][^#\n&|]*)", text, re.MULTILINE)
    return sorted({line.strip() for line in lines})


@pytest.mark.parametrize("line", commands_in((ROOT / "README.md").read_text()))
def test_every_command_that_the_readme_shows_is_there(
    line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = []
    for word in line.split():
        if not re.fullmatch(r"[a-z]+", word):
            break
        words.append(word)
    main = create(Services(compose, warehouse, models_path, foresight))
    assert main([*words, "--help"]) == 0
    assert "Usage: mijoz" in capsys.readouterr().out


def test_the_readme_says_how_to_run_it() -> None:
    readme = (ROOT / "README.md").read_text()
    makefile = (ROOT / "Makefile").read_text()
    for target in ("demo", "test"):
        assert f"make {target} " in readme
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_every_sentence_of_the_promise_has_tests_that_show_it() -> None:
    """The words are the README's; the auditors' page says what shows each of them."""
    readme = (ROOT / "README.md").read_text()
    quoted = " ".join(re.findall(r"^> (.*)$", readme, re.MULTILINE))
    rows = re.findall(r"^\| (.+?) \| (`tests/.+`) \|$", AUDIT, re.MULTILINE)
    assert len(rows) == 8
    assert " ".join(sentence for sentence, _ in rows) == quoted
