"""How a mail leaves: by SMTP, or, while no server is set, as a file that the demo's page of mails lists.

The one module that imports smtplib. A mail has the same Message-ID however often it is tried, so a receiver that gets
it twice can tell, and as a file it overwrites itself.
"""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from community import settings
from models import clock

TIMEOUT = 10.0
"""Seconds that a mail server may take for one answer; the mail is tried again later."""


@dataclass(frozen=True)
class Mail:
    """`reference` makes the Message-ID; `conversation` joins mails about one question; `stop` ends their kind."""

    to: str
    subject: str
    text: str
    reference: str
    conversation: str = ""
    stop: str = ""


def send(mail: Mail) -> None:
    """Nothing, once the mail is handed over; an OSError or SMTPException when it could not be."""
    message = compose(mail)
    if settings.current().smtp_url:
        with _server(settings.current().smtp_url) as server:
            server.send_message(message)
    else:
        _write(message)


def compose(mail: Mail) -> EmailMessage:
    """The message with its headers. What is not one line cannot become a header: it is joined first."""
    site = settings.current()
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(_one_line(site.name), "no-reply", _domain(site.host))
    message["To"] = Address(addr_spec=_one_line(mail.to))
    message["Subject"] = _one_line(mail.subject)
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{mail.reference}@{_domain(site.host)}>"
    message["Auto-Submitted"] = "auto-generated"
    if mail.conversation:
        message["References"] = f"<{mail.conversation}@{_domain(site.host)}>"
    if mail.stop:
        # RFC 8058: the mail program may POST here without asking anything else.
        message["List-Unsubscribe"] = f"<{mail.stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text)
    return message


@dataclass(frozen=True)
class Sent:
    """A mail that was written to a file."""

    name: str
    to: str
    subject: str
    at: datetime
    text: str


def sent(limit: int = 50) -> list[Sent]:
    """The newest mails in the folder, newest first."""
    folder = settings.current().mail_dir
    if not folder.is_dir():
        return []
    newest = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)[:limit]
    return [_read(path) for path in newest]


def _write(message: EmailMessage) -> None:
    folder = settings.current().mail_dir
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^\w.@-]", "", str(message["Message-ID"]))
    unfinished = folder / f".{name}"
    unfinished.write_bytes(message.as_bytes())
    unfinished.replace(folder / f"{name}.eml")


def _read(path: Path) -> Sent:
    message = message_from_bytes(path.read_bytes(), policy=SMTP)
    body = message.get_body(("plain",)) if isinstance(message, EmailMessage) else None
    return Sent(
        name=path.stem,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        at=parsedate_to_datetime(str(message["Date"])),
        text=body.get_content().replace("\r\n", "\n") if body else "",
    )


@contextmanager
def _server(url: str) -> Iterator[smtplib.SMTP]:
    """A connection to `smtps://user:password@host:465` or `smtp://host:587`, encrypted where the server can."""
    parts = urlsplit(url)
    host, secure = parts.hostname or "localhost", ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT, context=secure)
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=TIMEOUT)
    with server:
        server.ehlo()
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=secure)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        yield server


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _domain(host: str) -> str:
    """The host as an address may hold it; a numeric one stands in brackets."""
    return f"[{host}]" if re.fullmatch(r"[\d.]+", host) else host
