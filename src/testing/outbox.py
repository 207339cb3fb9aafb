"""What any outbox must do."""

from collections.abc import Callable, Sequence
from email.message import EmailMessage
from typing import Final, Protocol, TypeAlias

from attrs import evolve as but

from ..application.ports import Letter, NobodyThere, Outbox
from .journal import raises


class Postbox(Protocol):
    """An outbox, and what has arrived of it, so far as whoever reads mail can tell."""

    @property
    def outbox(self) -> Outbox:
        """Return the outbox."""
        ...

    def arrived(self) -> Sequence[EmailMessage]:
        """Return the messages that arrived, by their Message-ID, each once."""
        ...


Rule: TypeAlias = Callable[[Postbox], None]
LETTER: Final = Letter(
    "0123456789abcdef",
    "email",
    "aziza@example.org",
    "Liebe Aziza, Söckchen: 5 €",
)


def what_is_sent_arrives_as_it_was(box: Postbox) -> None:
    box.outbox.send(but(LETTER, subject_line="Söckchen, 5 €", html="<b>Aziza</b>"))
    (found,) = box.arrived()
    plain, html = found.iter_parts()
    assert isinstance(plain, EmailMessage)
    assert isinstance(html, EmailMessage)
    assert plain.get_content().strip() == LETTER.body
    assert html.get_content().strip() == "<b>Aziza</b>"
    assert html.get_content_type() == "text/html"
    assert (found["To"], found["Subject"]) == (LETTER.to, "Söckchen, 5 €")


def the_message_id_is_made_of_the_reference_alone(box: Postbox) -> None:
    box.outbox.send(LETTER)
    (found,) = box.arrived()
    assert LETTER.reference in found["Message-ID"]
    box.outbox.send(but(LETTER, body="otherwise"))
    assert [each["Message-ID"] for each in box.arrived()] == [found["Message-ID"]]


def a_letter_sent_twice_arrives_once_for_whoever_knows_it(box: Postbox) -> None:
    assert box.outbox.send(LETTER) == box.outbox.send(LETTER)
    assert len(box.arrived()) == 1


def two_letters_are_two(box: Postbox) -> None:
    first = box.outbox.send(LETTER)
    assert box.outbox.send(but(LETTER, reference="fedcba")) != first
    assert len(box.arrived()) == 2


def whoever_reads_it_can_unsubscribe_by_its_reference(box: Postbox) -> None:
    box.outbox.send(LETTER)
    (found,) = box.arrived()
    link = f"<mailto:off@example.org?subject={LETTER.reference}>"
    assert found["List-Unsubscribe"] == link


def an_address_of_two_lines_is_nobodys(box: Postbox) -> None:
    letter = but(LETTER, to="aziza@example.org\nBcc: all@example.org")
    raises(NobodyThere, lambda: box.outbox.send(letter))
    assert not box.arrived()


def an_outbox_says_what_it_is_and_carries(box: Postbox) -> None:
    assert box.outbox.name
    assert "email" in box.outbox.channels


OUTBOX_RULES: Final[Sequence[Rule]] = (
    what_is_sent_arrives_as_it_was,
    the_message_id_is_made_of_the_reference_alone,
    a_letter_sent_twice_arrives_once_for_whoever_knows_it,
    two_letters_are_two,
    whoever_reads_it_can_unsubscribe_by_its_reference,
    an_address_of_two_lines_is_nobodys,
    an_outbox_says_what_it_is_and_carries,
)
