"""Each outbox keeps every rule of one, mail over a real SMTP server included."""

import socket
from collections.abc import Iterator, Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from attrs import evolve as but
from attrs import frozen

from mijoz.adapters.outboxes import FileOutbox, SmtpOutbox, outbox_of
from mijoz.application.ports import NobodyThere, Outbox, OutboxUnavailable
from mijoz.testing.outbox import LETTER, OUTBOX_RULES, Postbox, Rule

SENDER, OFF = "shop@example.org", "off@example.org"


def read(raw: bytes) -> EmailMessage:
    found = message_from_bytes(raw, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


@frozen
class Folder:
    outbox: FileOutbox

    def arrived(self) -> Sequence[EmailMessage]:
        files = sorted(self.outbox.folder.glob("*"))
        return [read(each.read_bytes()) for each in files]


class Server:
    """Takes mail, and turns some away by the code that their address begins with."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []

    async def rcpt(self, _: Any, __: Any, envelope: Any, to: str, ___: Any) -> str:
        if to[:3].isdigit():
            return f"{to[:3]} turned away"
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def data(self, _: Any, __: Any, envelope: Any) -> str:
        self.taken.append(envelope.content)
        return "250 OK"

    def handler(self) -> Any:
        return SimpleNamespace(handle_RCPT=self.rcpt, handle_DATA=self.data)


@frozen
class Mailbox:
    outbox: SmtpOutbox
    server: Server

    def arrived(self) -> Sequence[EmailMessage]:
        known = {read(each)["Message-ID"]: read(each) for each in self.server.taken}
        return list(known.values())


def free_port() -> int:
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        port: int = some.getsockname()[1]
        return port


@pytest.fixture
def file(tmp_path: Path) -> Postbox:
    return Folder(FileOutbox(tmp_path / "out", SENDER, OFF))


@pytest.fixture
def smtp() -> Iterator[Mailbox]:
    server = Server()
    controller = Controller(server.handler(), hostname="127.0.0.1", port=free_port())
    controller.start()
    yield Mailbox(SmtpOutbox("127.0.0.1", controller.port, SENDER, OFF), server)
    controller.stop()


@pytest.fixture(params=["file", "smtp"])
def box(request: pytest.FixtureRequest) -> Postbox:
    made: Postbox = request.getfixturevalue(request.param)
    return made


@pytest.mark.parametrize("rule", OUTBOX_RULES, ids=lambda rule: rule.__name__)
def test_an_outbox_keeps_the_rule(rule: Rule, box: Postbox) -> None:
    rule(box)


def test_mail_that_is_turned_away_for_good_is_nobodys(smtp: Mailbox) -> None:
    with pytest.raises(NobodyThere) as nobody:
        smtp.outbox.send(but(LETTER, to="550@example.org"))
    assert nobody.value.code == "550"


def test_mail_that_is_turned_away_for_now_may_be_sent_again(smtp: Mailbox) -> None:
    with pytest.raises(OutboxUnavailable):
        smtp.outbox.send(but(LETTER, to="450@example.org"))


def test_a_server_that_is_not_there_may_be_asked_again() -> None:
    with pytest.raises(OutboxUnavailable):
        SmtpOutbox("127.0.0.1", free_port(), SENDER).send(LETTER)


def test_a_folder_that_cannot_be_written_may_be_tried_again(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutboxUnavailable):
        FileOutbox(tmp_path / "out").send(LETTER)


def test_an_outbox_is_opened_by_its_url(tmp_path: Path) -> None:
    assert outbox_of(f"file:{tmp_path}", SENDER, OFF) == FileOutbox(
        tmp_path, SENDER, OFF
    )
    assert outbox_of("file:var/out", SENDER, None) == FileOutbox(
        Path("var/out"), SENDER
    )
    opened: list[Outbox] = [
        outbox_of(url, SENDER, None, "secret")
        for url in ("smtp://a", "smtps://b", "starttls://me@c:26")
    ]
    assert opened == [
        SmtpOutbox("a", 25, SENDER, None, "smtp", None, "secret"),
        SmtpOutbox("b", 465, SENDER, None, "smtps", None, "secret"),
        SmtpOutbox("c", 26, SENDER, None, "starttls", "me", "secret"),
    ]
    assert "secret" not in repr(opened)


@pytest.mark.parametrize("url", ["", "pigeon://loft", "smtp://"])
def test_what_is_no_outbox_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="is no outbox"):
        outbox_of(url, SENDER, None)
