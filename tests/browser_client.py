"""A test client that behaves as a browser with our pages open: its own session, and the token of our forms."""

from hashlib import sha1
from secrets import token_hex
from typing import Any

from flask import current_app
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from community.actions import sessions
from models.base import db
from models.member import Member

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


class Client(FlaskClient):
    """Each request has an application context of its own, as in a real process, whatever the test has open.

    Unsafe requests carry a valid CSRF token unless `forged` is set or they send an Authorization header.
    """

    forged = False

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if kwargs.get("method", "GET") in UNSAFE and not self.forged:
            self._add_token(kwargs)
        db.session.rollback()  # the test must not stand in the way of the request, nor see what was before it
        with current_app.app_context():
            return super().open(*args, **kwargs)

    def sign_in(self, member: Member) -> "Client":
        """This client, signed in as `member` without the form."""
        key = token_hex(32)
        sessions.start(member, key)
        with self.session_transaction() as session:
            session["_user_id"] = key
            session.permanent = True
        return self

    def _add_token(self, kwargs: dict[str, Any]) -> None:
        headers = dict(kwargs.get("headers") or {})
        if "Authorization" in headers:
            return
        with self.session_transaction() as session:
            raw = session.setdefault("csrf_token", sha1(token_hex(32).encode()).hexdigest())
        signer = URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token")
        kwargs["headers"] = {"X-CSRFToken": signer.dumps(raw), **headers}
