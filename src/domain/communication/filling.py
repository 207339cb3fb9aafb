"""A template's texts, and what they say to one customer."""

from collections.abc import Mapping, Sequence
from html import escape
from string import Template as Pattern

from attrs import frozen

from ..decider import Refused
from ..ids import TemplateId
from .sending import Content


@frozen
class TemplateText:
    """One language's text; variables stand as ``$name`` or ``${name}``."""

    language: str
    body: str
    subject_line: str | None = None
    html: str | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(each for each in (self.subject_line, self.body, self.html) if each)

    @property
    def variables(self) -> frozenset[str]:
        """The names of what is filled in."""
        return frozenset(
            name for part in self.parts for name in Pattern(part).get_identifiers()
        )


@frozen
class MissingVariable(Refused):
    template_id: TemplateId
    variable: str

    def __str__(self) -> str:
        return f"template {self.template_id} needs {self.variable}, which is not known"


def chosen(texts: Sequence[TemplateText], language: str | None) -> TemplateText:
    """Return the text in a language; the first if there is none."""
    return next((each for each in texts if each.language == language), texts[0])


def filled(
    template: TemplateId, text: TemplateText, values: Mapping[str, str], html: bool
) -> Content:
    """Return what a text says with its variables filled in, with HTML if it has any.

    Raises:
        MissingVariable: A value is not known, or blank.
    """
    for name in sorted(text.variables):
        if not values.get(name, "").strip():
            raise MissingVariable(template, name)
    marked = {name: escape(value) for name, value in values.items()}
    line = text.subject_line and Pattern(text.subject_line).substitute(values)
    return Content(
        Pattern(text.body).substitute(values),
        line and " ".join(line.split()),
        Pattern(text.html).substitute(marked) if html and text.html else None,
    )
