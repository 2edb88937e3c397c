"""The demo's page of mails: for this machine, where the settings say so, and for nobody else."""

from dataclasses import replace

import pytest

from community.actions import members
from tests.factories import member


@pytest.fixture
def shown(app, settings, monkeypatch):
    monkeypatch.setitem(app.extensions, "settings", replace(settings, show_mails=True))


@pytest.fixture
def reset(drain, clock):
    """A mail with a link was sent to anna."""
    anna = member(handle="anna")
    members.request_reset(None, anna.email)
    drain()


def test_holds_the_links_that_were_sent(shown, reset, client):
    page = client.get("/demo/mails").text
    assert "anna@example.org" in page
    assert '<a href="http://127.0.0.1:8000/' in page


def test_an_empty_one_says_so(shown, client):
    assert "No mail was sent yet" in client.get("/demo/mails").text


def test_not_for_other_machines(shown, reset, client):
    assert client.get("/demo/mails", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 404


def test_not_unless_the_settings_say_so(reset, client):
    assert client.get("/demo/mails").status_code == 404
