"""Leaving a kind of mail with one press, from the link in the mail or by the mail program itself (RFC 8058).

The signed address is all that is needed: no cookie, no token, no sign-in. Following the link changes nothing, since
programs that look at mails do that.
"""

from flask import Blueprint, Response, make_response, render_template
from flask_babel import gettext

from community import access, proofs, texts
from community.actions import inbox
from views.security import limiter, open_to_programs

bp = Blueprint("unsubscribe", __name__)
ADDRESS = "/unsubscribe/<int:member_id>/<kind>/<signature>"


@bp.get(ADDRESS)
def form(member_id: int, kind: str, signature: str) -> Response:
    """A page with one button."""
    proofs.require_unsubscribe(member_id, kind, signature)
    return _page(kind, place=f"{member_id}/{kind}/{signature}")


@bp.post(ADDRESS)
@open_to_programs
@limiter.limit("60/hour")
def stop(member_id: int, kind: str, signature: str) -> Response:
    """This kind of mail stops; doing it again is fine."""
    proofs.require_unsubscribe(member_id, kind, signature)
    inbox.prefer(access.member(member_id), {kind: False})
    return _page(kind)


def _page(kind: str, place: str = "") -> Response:
    """`place` says what the button stops; empty when it is done."""
    text = texts.NEWS.get(kind)
    why = text.why if text else gettext("there is news for you")
    response = make_response(render_template("unsubscribe/show.html", why=why, place=place))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
