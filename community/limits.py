"""How much one person may write in a while, counted from the rows themselves (security.md T80).

The numbers hold a person back who floods, not one who is busy: an advocate on a bad day writes fewer than these.
"""

from datetime import timedelta

from sqlalchemy import func, select

from models.base import db
from models.clock import now
from models.errors import Invalid, TooMany
from models.member import Member
from models.post import Post
from models.vote import Flag
from reputation.levels import Level

LINKS_OF_NEWCOMERS = 2  # spam lives from links; an honest first question rarely needs more
MENTIONS = 5
FLAGS_A_DAY = 20

# (level below which it holds, posts, within)
POSTS = (
    (Level.MEMBER, 3, timedelta(minutes=10)),
    (Level.MEMBER, 10, timedelta(days=1)),
    (Level.ADVOCATE + 1, 30, timedelta(minutes=10)),
    (Level.ADVOCATE + 1, 200, timedelta(days=1)),
)


def posting(by: Member) -> None:
    """Nothing, or TooMany when this member has written as much as one may for now."""
    if by.is_official or by.role == "system":
        return
    for below, most, within in POSTS:
        if by.level < below:
            since = now() - within
            written = select(Post.created_at).where(Post.author_id == by.id, Post.created_at > since)
            times = list(db.session.scalars(written.order_by(Post.created_at.desc()).limit(most)))
            if len(times) >= most:
                wait = int((times[-1] + within - now()).total_seconds()) + 1
                raise TooMany("You have written a lot in a short time. Please wait a little.", wait)


def flagging(by: Member) -> None:
    since = now() - timedelta(days=1)
    today = db.session.scalar(select(func.count()).where(Flag.member_id == by.id, Flag.at > since)) or 0
    if today >= FLAGS_A_DAY and not by.is_staff:
        raise TooMany("You have reported a lot today. Staff are looking at it.", 3_600)


def links(by: Member, html: str) -> None:
    """Nothing, or Invalid when a newcomer's text holds more links than newcomers may set."""
    if by.level < Level.MEMBER and not by.is_official and _links(html) > LINKS_OF_NEWCOMERS:
        raise Invalid(body=f"New members can use {LINKS_OF_NEWCOMERS} links in a post. Please leave some out.")


def _links(html: str) -> int:
    """Links that lead away; whom a text mentions is no advertisement."""
    return html.count("<a ") - html.count('<a href="/members/')
