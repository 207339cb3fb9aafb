"""A template of messages: published in versions, in several languages, never edited."""

from collections.abc import Iterator
from datetime import datetime
from string import Template as Pattern
from typing import TypeAlias

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider, Refused
from ..ids import TemplateId
from .deciding import MessageChannel
from .filling import TemplateText


@frozen
class PublishTemplate:
    """The first text is for those whose language has none."""

    at: datetime
    template_id: TemplateId
    version: int
    channel: MessageChannel
    texts: tuple[TemplateText, ...]
    approved_by: str


Command: TypeAlias = PublishTemplate


@frozen
class TemplatePublished:
    at: datetime
    template_id: TemplateId
    version: int
    channel: MessageChannel
    texts: tuple[TemplateText, ...]
    approved_by: str


Event: TypeAlias = TemplatePublished


@frozen
class TemplateChanged(Refused):
    version: int

    def __str__(self) -> str:
        return f"version {self.version} of the template says otherwise"


@frozen
class TemplateOutOfOrder(Refused):
    version: int
    after: int

    def __str__(self) -> str:
        return f"version {self.version} must come after version {self.after}"


@frozen
class NoTexts(Refused):
    template_id: TemplateId

    def __str__(self) -> str:
        return f"template {self.template_id} has no text to send"


@frozen
class LanguageTwice(Refused):
    language: str

    def __str__(self) -> str:
        return f"there are two texts in the language {self.language}"


@frozen
class BrokenText(Refused):
    language: str

    def __str__(self) -> str:
        return f"the text in {self.language} is blank, or has a variable of no name"


@frozen
class NoSubjectLine(Refused):
    language: str

    def __str__(self) -> str:
        return f"an e-mail needs a subject line, and has none in {self.language}"


@frozen
class Template:
    """Its versions, in order."""

    versions: tuple[TemplatePublished, ...] = ()

    @property
    def newest(self) -> TemplatePublished | None:
        return self.versions[-1] if self.versions else None

    def version(self, number: int) -> TemplatePublished | None:
        return next((each for each in self.versions if each.version == number), None)


def decide(command: Command, template: Template) -> Iterator[Event]:
    event = TemplatePublished(
        command.at,
        command.template_id,
        command.version,
        command.channel,
        command.texts,
        command.approved_by,
    )
    if known := template.version(event.version):
        if but(event, at=known.at) != known:
            raise TemplateChanged(event.version)
        return
    last = template.newest.version if template.newest else 0
    if event.version <= last:
        raise TemplateOutOfOrder(event.version, last)
    _check(event)
    yield event


def _check(event: TemplatePublished) -> None:
    if not event.texts:
        raise NoTexts(event.template_id)
    seen = set()
    for text in event.texts:
        if text.language in seen:
            raise LanguageTwice(text.language)
        seen.add(text.language)
        whole = all(Pattern(part).is_valid() for part in text.parts)
        if not text.body.strip() or not whole:
            raise BrokenText(text.language)
        if event.channel == MessageChannel.EMAIL and not text.subject_line:
            raise NoSubjectLine(text.language)


def evolve(template: Template, event: Event) -> Template:
    return Template((*template.versions, event))


TEMPLATES = Decider(Template(), decide, evolve)
