"""Outboxes: a file a message for whoever carries it, and mail by SMTP."""

import os
import smtplib
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from attrs import field, frozen

from ..application.ports import Letter, NobodyThere, Outbox, OutboxUnavailable
from ..domain.communication.deciding import MessageChannel

_SECONDS: Final = 30.0  # for a server to answer
_FOR_GOOD: Final = range(500, 600)


def mail(letter: Letter, sender: str, unsubscribe: str | None = None) -> EmailMessage:
    """Return a letter as mail: its Message-ID is made of its reference alone.

    *unsubscribe* is an address that takes the reference as the subject of a mail.

    Raises:
        NobodyThere: It is addressed to what cannot be an address.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    try:
        message["To"] = letter.to
    except ValueError as problem:  # two lines are no address
        raise NobodyThere("5.1.3") from problem
    message["Subject"] = letter.subject_line or ""
    message["Message-ID"] = f"<{letter.reference}@{_domain(sender)}>"
    if unsubscribe:
        link = f"<mailto:{unsubscribe}?subject={letter.reference}>"
        message["List-Unsubscribe"] = link
    message["X-Mijoz-Channel"] = letter.channel
    message.set_content(letter.body)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    return message


def _domain(sender: str) -> str:
    return sender.rpartition("@")[2].strip("> ") or "localhost"


@frozen
class FileOutbox:
    """A folder with one ``.eml`` file a message, of any channel, named by reference.

    Whoever carries them takes them from there; a message sent twice is one file.
    """

    folder: Path
    sender: str = "mijoz@localhost"
    unsubscribe: str | None = None
    name: str = "file"
    channels: frozenset[str] = field(
        factory=lambda: frozenset(each.value for each in MessageChannel)
    )

    def send(self, letter: Letter) -> str:
        path = self.folder / f"{letter.reference}.eml"
        beside = path.with_suffix(".part")
        content = mail(letter, self.sender, self.unsubscribe).as_bytes()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with beside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except OSError as problem:
            raise OutboxUnavailable(f"cannot write {path}: {problem}") from problem
        return path.name


@frozen
class SmtpOutbox:
    """Mail through a server: ``smtp`` in the clear, ``smtps`` or STARTTLS sealed."""

    host: str
    port: int
    sender: str
    unsubscribe: str | None = None
    security: str = "smtp"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    name: str = "smtp"
    channels: frozenset[str] = frozenset({MessageChannel.EMAIL.value})

    def send(self, letter: Letter) -> str:
        message = mail(letter, self.sender, self.unsubscribe)
        try:
            with self._connect() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            ((code, _),) = refused.recipients.values()
            if code in _FOR_GOOD:
                raise NobodyThere(str(code)) from refused
            raise OutboxUnavailable(f"not now: {code}") from refused
        except (smtplib.SMTPException, OSError) as problem:
            raise OutboxUnavailable(f"{self.host}: {problem}") from problem
        return str(message["Message-ID"])

    def _connect(self) -> smtplib.SMTP:
        if self.security == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=_SECONDS
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=_SECONDS)
        if self.security == "starttls":
            server.starttls()
        if self.user and self.password:
            server.login(self.user, self.password)
        return server


def outbox_of(
    url: str, sender: str, unsubscribe: str | None, password: str | None = None
) -> Outbox:
    """Return the outbox at a URL: ``file:FOLDER`` or ``smtp://[user@]host[:port]``.

    ``smtps`` and ``starttls`` in place of ``smtp`` seal the connection.
    """
    parts = urlsplit(url)
    if parts.scheme == "file":
        folder = Path(parts.netloc + unquote(parts.path))
        return FileOutbox(folder, sender, unsubscribe)
    if parts.scheme in ("smtp", "smtps", "starttls") and parts.hostname:
        port = parts.port or {"smtps": 465, "starttls": 587}.get(parts.scheme, 25)
        return SmtpOutbox(
            parts.hostname,
            port,
            sender,
            unsubscribe,
            parts.scheme,
            parts.username,
            password,
        )
    raise ValueError(f"{url!r} is no outbox: file:FOLDER or smtp://host:port")
