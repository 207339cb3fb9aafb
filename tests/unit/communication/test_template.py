"""The rules of templates, and of what they say to one customer."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.communication.deciding import MessageChannel
from mijoz.domain.communication.filling import (
    MissingVariable,
    TemplateText,
    chosen,
    filled,
)
from mijoz.domain.communication.sending import Content
from mijoz.domain.communication.template import (
    TEMPLATES,
    BrokenText,
    LanguageTwice,
    NoSubjectLine,
    NoTexts,
    PublishTemplate,
    TemplateChanged,
    TemplateOutOfOrder,
    TemplatePublished,
)
from mijoz.domain.ids import TemplateId
from mijoz.testing import Scenario

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
SALE, EMAIL = TemplateId("sale"), MessageChannel.EMAIL
EN = TemplateText("en", "Dear $name: $offer", "For ${name}", "<b>$name</b>")
UZ = TemplateText("uz", "Hurmatli $name", "Chegirma")
PUBLISH = PublishTemplate(NOW, SALE, 1, EMAIL, (EN, UZ), "user:anna")
PUBLISHED = TemplatePublished(NOW, SALE, 1, EMAIL, (EN, UZ), "user:anna")
VALUES = {"name": "A & B", "offer": "ten off"}

templates = Scenario(TEMPLATES)
published = templates.given(PUBLISHED)


def test_a_template_is_published_in_versions_that_never_change() -> None:
    story = templates.when(PUBLISH)
    story.then(PUBLISHED)
    story.when(but(PUBLISH, at=NOW + timedelta(1))).then_nothing()
    story.when(but(PUBLISH, texts=(UZ,))).then(TemplateChanged(1))
    again = story.when(but(PUBLISH, version=3))
    again.then(but(PUBLISHED, version=3))
    again.when(but(PUBLISH, version=2)).then(TemplateOutOfOrder(2, 3))
    assert again.state.version(1) == PUBLISHED
    assert again.state.version(2) is None


@pytest.mark.parametrize("version", [0, -1])
def test_versions_begin_at_one(version: int) -> None:
    templates.when(but(PUBLISH, version=version)).then(TemplateOutOfOrder(version, 0))


def test_a_template_has_a_text_for_each_language_once() -> None:
    templates.when(but(PUBLISH, texts=())).then(NoTexts(SALE))
    templates.when(but(PUBLISH, texts=(EN, UZ, EN))).then(LanguageTwice("en"))


@pytest.mark.parametrize(
    "text",
    [
        but(EN, body="  "),
        but(EN, body="$"),
        but(EN, subject_line="${}"),
        but(EN, html="$ "),
    ],
)
def test_a_text_is_not_blank_and_names_its_variables(text: TemplateText) -> None:
    templates.when(but(PUBLISH, texts=(text,))).then(BrokenText("en"))


def test_an_e_mail_has_a_subject_line_and_others_need_none() -> None:
    bare = but(UZ, subject_line=None)
    templates.when(but(PUBLISH, texts=(bare,))).then(NoSubjectLine("uz"))
    assert templates.when(but(PUBLISH, texts=(bare,), channel=MessageChannel.SMS)).news


def test_a_text_is_in_the_customers_language_or_the_first() -> None:
    assert [chosen((EN, UZ), each) for each in ("uz", "ru", None)] == [UZ, EN, EN]


def test_variables_are_filled_in_and_marked_up_in_html_alone() -> None:
    said = filled(SALE, EN, VALUES, html=True)
    assert said == Content("Dear A & B: ten off", "For A & B", "<b>A &amp; B</b>")
    assert filled(SALE, EN, VALUES, html=False).html is None
    assert filled(SALE, UZ, VALUES, html=True).html is None


def test_a_subject_line_is_one_line() -> None:
    said = filled(SALE, EN, VALUES | {"name": "A\r\nBcc: x@y"}, html=False)
    assert said.subject_line == "For A Bcc: x@y"


@pytest.mark.parametrize("values", [{"name": "A"}, {"name": "A", "offer": " "}])
def test_a_variable_that_is_not_known_refuses(values: dict[str, str]) -> None:
    with pytest.raises(MissingVariable) as refused:
        filled(SALE, EN, values, html=False)
    assert refused.value == MissingVariable(SALE, "offer")
    assert EN.variables == {"name", "offer"}
