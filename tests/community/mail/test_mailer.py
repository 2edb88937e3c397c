"""A mail on its way: as a file, and by SMTP to a server of our own."""

import socketserver
import threading
from dataclasses import replace
from email import message_from_bytes
from email.policy import SMTP

import pytest

from community import mailer, settings
from community.mailer import Mail

MAIL = Mail(
    to="ann@example.org", subject="Bob answered: The hub", text="Hello Ann,\n\nread it: http://127.0.0.1/a/1\n",
    reference="event-1-2", conversation="question-7", stop="http://127.0.0.1/unsubscribe/2/answer/sig",
)  # fmt: skip


@pytest.fixture
def site(tmp_path):
    before = settings.current()
    yield settings.use(settings.Settings(data_dir=tmp_path, base_url="https://community.example.org", name="Cairn"))
    settings.use(before)


class TestHeaders:
    def test_say_who_what_and_how_to_stop(self, site):
        message = mailer.compose(MAIL)
        assert message["From"] == "Cairn <no-reply@community.example.org>"
        assert message["Message-ID"] == "<event-1-2@community.example.org>"
        assert message["References"] == "<question-7@community.example.org>"
        assert message["List-Unsubscribe"] == "<http://127.0.0.1/unsubscribe/2/answer/sig>"
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert message["Auto-Submitted"] == "auto-generated"

    def test_cannot_be_added_by_what_people_wrote(self, site):
        message = mailer.compose(replace(MAIL, subject="a\r\nBcc: eve@example.org\n\nbody"))
        parsed = message_from_bytes(message.as_bytes(), policy=SMTP)
        assert parsed["Bcc"] is None
        assert parsed["Subject"] == "a Bcc: eve@example.org body"

    def test_go_to_one_address_or_nowhere(self, site):
        with pytest.raises(ValueError, match="addr_spec"):
            mailer.compose(replace(MAIL, to="ann@example.org\r\nCc: eve@example.org"))

    def test_hold_any_language(self, site):
        message = message_from_bytes(
            mailer.compose(replace(MAIL, subject="Où est l’été ? 日本")).as_bytes(), policy=SMTP
        )
        assert message["Subject"] == "Où est l’été ? 日本"

    def test_of_a_numeric_host(self, site):
        settings.use(replace(site, base_url="http://127.0.0.1:8000"))
        assert mailer.compose(MAIL)["From"].addresses[0].domain == "[127.0.0.1]"


class TestFiles:
    def test_are_listed_newest_first(self, site):
        assert mailer.sent() == []
        mailer.send(MAIL)
        mailer.send(replace(MAIL, reference="event-2-2", subject="Second", text="Été\n"))
        assert [(each.to, each.subject) for each in mailer.sent()] == [
            ("ann@example.org", "Second"),
            ("ann@example.org", "Bob answered: The hub"),
        ]
        assert mailer.sent()[0].text == "Été\n"
        assert len(mailer.sent(limit=1)) == 1

    def test_of_the_same_mail_are_one(self, site):
        mailer.send(MAIL)
        mailer.send(MAIL)
        assert len(mailer.sent()) == 1

    def test_stay_in_their_folder(self, site):
        mailer.send(replace(MAIL, reference="../../outside"))
        assert [path.parent for path in site.data_dir.rglob("*.eml")] == [site.mail_dir]


class Sink(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs to hand over one mail."""

    def handle(self) -> None:
        self.say("220 sink")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"DATA":
                self.say("354 go on")
                self.server.mails.append(self.read_data())
                self.say("250 taken")
            elif verb == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say(self.server.answers.get(verb, "250 ok"))

    def read_data(self) -> bytes:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line)
        return b"".join(lines)

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


@pytest.fixture
def sink():
    with socketserver.TCPServer(("127.0.0.1", 0), Sink) as server:
        server.mails, server.answers = [], {}
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


class TestSmtp:
    def test_hands_the_mail_over(self, site, sink):
        settings.use(replace(site, smtp_url=f"smtp://127.0.0.1:{sink.server_address[1]}"))
        mailer.send(MAIL)
        (taken,) = sink.mails
        assert message_from_bytes(taken, policy=SMTP)["Message-ID"] == "<event-1-2@community.example.org>"
        assert not site.mail_dir.exists()

    def test_says_when_it_was_not_taken(self, site, sink):
        sink.answers[b"RCPT"] = "451 later"
        settings.use(replace(site, smtp_url=f"smtp://127.0.0.1:{sink.server_address[1]}"))
        with pytest.raises(OSError, match="later"):
            mailer.send(MAIL)

    def test_says_when_nobody_is_there(self, site):
        settings.use(replace(site, smtp_url="smtp://127.0.0.1:1"))
        with pytest.raises(OSError):
            mailer.send(MAIL)
