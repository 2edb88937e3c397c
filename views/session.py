"""Who is signed in: the browser holds a random key in its signed cookie, the database a row for it.

A row a device, so that a member sees and ends their devices, and nobody stays signed in whose row is gone. The member
is read anew on each request, so a change of role works at once.
"""

from datetime import timedelta
from secrets import token_urlsafe

import flask
import flask_login
from apiflask import APIFlask
from flask import request

from community.actions import sessions as actions
from community.queries import sessions as queries
from community.settings import Settings
from models.member import Member
from views.last_uses import LastUses
from views.urls import sign_in_path

LONGEST = timedelta(days=90)

manager = flask_login.LoginManager()
manager.session_protection = None  # it looks at addresses, which change on every train ride


class Visitor(flask_login.UserMixin):
    """A member as flask-login wants one: known by the key of this sign-in, not by the id of the account."""

    def __init__(self, key: str, member: Member) -> None:
        self.key = key
        self.member = member

    def get_id(self) -> str:
        return self.key


@manager.user_loader
def _visitor(key: str) -> Visitor | None:
    member = queries.member_of(key)
    if member is None:
        return None
    flask.current_app.extensions["last_uses"].note(key)
    return Visitor(key, member)


def current() -> Member | None:
    """The member who is signed in, or None."""
    user = flask_login.current_user
    return user.member if user.is_authenticated else None


def required() -> Member:
    """The member who is signed in; anybody else is sent to the sign-in page and back."""
    member = current()
    if member is None:
        flask.abort(flask.redirect(sign_in_path()))
    return member


def start(member: Member) -> None:
    """`member` is signed in from here on, under a new key; what the guest's cookie held (CSRF token) is dropped."""
    end()
    key = token_urlsafe(32)
    actions.start(member, key, agent=request.user_agent.string, address=request.remote_addr or "")
    flask.session.permanent = True
    flask_login.login_user(Visitor(key, member))


def end() -> None:
    """Nobody is signed in from here on: the row is gone, so a kept copy of the cookie is worth nothing."""
    user = flask_login.current_user
    if user.is_authenticated:
        actions.end(user.member, user.key)
    flask_login.logout_user()
    flask.session.clear()


def forget() -> None:
    """For the rest of this request the reader counts as a guest; they stay signed in."""
    flask.g._login_user = flask_login.AnonymousUserMixin()


def key() -> str | None:
    """The key of this sign-in, for the page that lists devices."""
    user = flask_login.current_user
    return user.key if user.is_authenticated else None


def is_personal() -> bool:
    """Whether the answer holds anything of a member, or sets a cookie: it may be stored nowhere then."""
    return flask.session.modified or bool(flask.g.get("_login_user") and current())


def install(app: APIFlask, settings: Settings) -> None:
    manager.init_app(app)
    app.extensions["last_uses"] = uses = LastUses[str](actions.seen)

    @app.teardown_request
    def write_last_uses(error: BaseException | None) -> None:
        uses.write_when_due()
