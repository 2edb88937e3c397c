"""The consumer that mails: who is told of an event by mail, and what they read.

Who gets one is decided when the event is recorded: it was put into their inbox, they want its kind, and they had not
too many lately. Whether they may still see it, and still want it, is asked again when it is sent.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, select

from community import access, inbox, mailer, markup, proofs, settings, texts
from community.mailer import Mail
from models import events as e
from models.base import db
from models.clock import now
from models.credential import Proof
from models.errors import NotFound
from models.event_log import Entry
from models.events import Event
from models.member import Member
from models.notification import MailPreference, Notification
from models.post import Post, in_sight
from models.thread import Thread

ABOUT_ACCOUNTS = (e.MailRequested, e.PasswordChanged)
EVENTS: tuple[type[Event], ...] = (*inbox.NEWS, *ABOUT_ACCOUNTS)

STALE = timedelta(days=3)
"""Older news is in the inbox; a mail about it after an outage would only surprise."""

# News of one kind that one person is mailed in an hour (security.md T81); the rest waits in the inbox.
MOST_AN_HOUR = {"mention": 5}
MOST_OF_A_KIND = 20


def targets(entry: Entry) -> list[str]:
    """The members who get a mail about it, as the relay wants them."""
    if isinstance(entry.event, ABOUT_ACCOUNTS):
        return [str(entry.event.member_id)]
    told = inbox.kinds(entry, inbox.Present())
    return [str(member) for member, kind in _reachable(told).items() if not _had_enough(member, kind, entry.at)]


def deliver(entries: Sequence[Entry], target: str) -> None:
    """The mails are handed over. One that nobody may or wants to read any more is left out silently."""
    for entry in entries:
        with suppress(NotFound):  # of what is gone since
            if mail := _mail(entry, access.member(int(target))):
                mailer.send(mail)


def _reachable(told: Mapping[int, Sequence[str]]) -> dict[int, str]:
    """Those who have a confirmed address, with the first of their kinds that is mailed and not refused."""
    if not told:
        return {}
    refusal = and_(MailPreference.member_id == Member.id, MailPreference.wanted.is_(False))
    found = (
        select(Member.id, MailPreference.kind)
        .outerjoin(MailPreference, refusal)
        .where(
            Member.id.in_(told),
            Member.email.is_not(None),
            Member.email_confirmed_at.is_not(None),
            Member.deleted_at.is_(None),
        )
    )
    refused = defaultdict[int, set[str | None]](set)
    for member_id, kind in db.session.execute(found.order_by(Member.id)):
        refused[member_id].add(kind)
    mailed = ((id, [kind for kind in told[id] if kind in texts.NEWS and kind not in refused[id]]) for id in refused)
    return {id: kinds[0] for id, kinds in mailed if kinds}


def _had_enough(member_id: int, kind: str, at: datetime) -> bool:
    lately = select(func.count()).where(
        Notification.member_id == member_id, Notification.kind == kind, Notification.at > at - timedelta(hours=1)
    )
    return (db.session.scalar(lately) or 0) > MOST_AN_HOUR.get(kind, MOST_OF_A_KIND)


def _mail(entry: Entry, to: Member) -> Mail | None:
    if to.email is None:
        return None
    if isinstance(entry.event, e.MailRequested):
        return _with_link(entry, entry.event, to)
    if isinstance(entry.event, e.PasswordChanged):
        subject, text = texts.PASSWORD_CHANGED.fill(**_common(to), link=_address("/reset"))
        return Mail(to.email, subject, text, _reference(entry, to))
    return _about_news(entry, to)


def _with_link(entry: Entry, event: e.MailRequested, to: Member) -> Mail | None:
    """The mail with a link that proves something; none when the link would not work any more."""
    proof = db.session.get(Proof, event.proof_id)
    if proof is None or proof.used_at or proof.expires_at <= now() or proof.email_key != to.email_key:
        return None
    link = _address(f"/{proof.purpose}/{proofs.token(proof)}")
    until = f"{proof.expires_at.astimezone(ZoneInfo(to.zone)):%d %B %Y, %H:%M} ({to.zone})"
    subject, text = texts.LINKS[event.purpose].fill(**_common(to), link=link, until=until)
    return Mail(to.email or "", subject, text, _reference(entry, to))


def _about_news(entry: Entry, to: Member) -> Mail | None:
    told = db.session.scalar(
        select(Notification).where(Notification.event_id == entry.id, Notification.member_id == to.id).limit(1)
    )
    if told is None or told.thread_id is None or told.read_at or told.at < now() - STALE:
        return None
    kind = _reachable({to.id: inbox.kinds(entry, inbox.Present()).get(to.id, [])}).get(to.id)
    if kind is None:
        return None
    thread = access.thread(to, told.thread_id)
    post = access.post(to, told.post_id)[1] if told.post_id else access.opening(thread)
    if thread.deleted_at or not db.session.scalar(select(in_sight()).where(Post.id == post.id)):
        return None
    stop = _address(proofs.unsubscribe_path(to.id, kind))
    return _composed(entry, to, kind, thread, post, stop)


def _composed(entry: Entry, to: Member, kind: str, thread: Thread, post: Post, stop: str) -> Mail:
    text = texts.NEWS[kind]
    actor = db.session.get(Member, entry.actor_id) if entry.actor_id else None
    who = actor.name if actor and actor.role != "system" and not actor.deleted_at else settings.current().name
    subject, body = text.fill(
        **_common(to),
        who=texts.unlinked(who),
        title=thread.title,
        link=_link(entry.event, thread, post),
        excerpt=texts.quoted(markup.lines(post.html)),
    )
    foot = texts.FOOT.format(site=settings.current().name, why=text.why, stop=stop)
    return Mail(to.email or "", subject, body + foot, _reference(entry, to), f"question-{thread.id}", stop)


def _link(event: Event, thread: Thread, post: Post) -> str:
    """Where the news is to be read."""
    if isinstance(event, e.ArticlePublished):
        return _address(f"/kb/{event.article_id}")
    return _address(f"/a/{post.id}" if post.kind == "answer" else f"/questions/{thread.id}")


def _common(to: Member) -> dict[str, str]:
    return {"site": settings.current().name, "name": texts.unlinked(to.name)}


def _reference(entry: Entry, to: Member) -> str:
    return f"event-{entry.id}-{to.id}"


def _address(path: str) -> str:
    return settings.current().base_url + path
