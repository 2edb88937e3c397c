"""What each verb of the texts does: one real action, done by whoever does it in the texts."""

from collections.abc import Callable

from sqlalchemy import select

from community.actions import (
    acceptances,
    answers,
    articles,
    candidates,
    comments,
    disputes,
    escalations,
    flags,
    inbox,
    posts,
    threads,
    votes,
)
from community.sample.script import Step
from community.sample.stage import Stage
from models.article import Candidate
from models.base import db
from models.member import Member

Deed = Callable[[Stage, Step, Member], object]


def asks(stage: Stage, step: Step, by: Member) -> None:
    given = step.data
    thread = threads.ask(
        by,
        title=given["title"],
        body=step.text,
        kind=given.get("kind", "question"),
        tags=given["tags"],
        category_id=stage.categories[given["category"]],
        fields=given["fields"],
    )
    stage.threads[step.thread] = thread.id
    if thread.opening_id:
        stage.openings[step.thread] = thread.opening_id


def answers_it(stage: Stage, step: Step, by: Member) -> None:
    answer = answers.post(by, stage.threads[step.thread], body=step.text)
    stage.posts[step.thread, step.data["name"]] = answer.id


def comments_on(stage: Stage, step: Step, by: Member) -> None:
    comments.add(by, stage.post(step.thread, step.on), body=step.text)


def edits(stage: Stage, step: Step, by: Member) -> None:
    note = step.data.get("note", "")
    if step.on:
        posts.edit(by, stage.post(step.thread, step.on), body=step.text, note=note)
    else:
        threads.edit(by, stage.threads[step.thread], title=step.data.get("title"), body=step.text, note=note)


def deletes(stage: Stage, step: Step, by: Member) -> None:
    posts.delete(by, stage.post(step.thread, step.on), reason=step.text or "author")


def restores(stage: Stage, step: Step, by: Member) -> None:
    posts.restore(by, stage.post(step.thread, step.on))


def helpful(stage: Stage, step: Step, by: Member) -> None:
    votes.cast(by, stage.post(step.thread, step.on), 1)


def didnt_work(stage: Stage, step: Step, by: Member) -> None:
    votes.cast(by, stage.post(step.thread, step.on), -1, reason=step.text)


def me_too(stage: Stage, step: Step, by: Member) -> None:
    votes.me_too(by, stage.threads[step.thread])


def accepts(stage: Stage, step: Step, by: Member) -> None:
    acceptances.accept(by, stage.post(step.thread, step.on), scope=step.text)


def unaccepts(stage: Stage, step: Step, by: Member) -> None:
    acceptances.end(by, stage.post(step.thread, step.on))


def verifies(stage: Stage, step: Step, by: Member) -> None:
    acceptances.verify(by, stage.post(step.thread, step.on))


def reports(stage: Stage, step: Step, by: Member) -> None:
    reason, _, note = step.text.partition(":")
    flag = flags.report(by, stage.post(step.thread, step.on), reason=reason.strip(), note=note.strip())
    stage.flags.setdefault(step.thread, []).append(flag.id)


def upholds(stage: Stage, step: Step, by: Member) -> None:
    for flag_id in stage.flags.pop(step.thread):
        flags.decide(by, flag_id, upheld=True)


def closes(stage: Stage, step: Step, by: Member) -> None:
    reason, _, same = step.text.partition(" as ")
    threads.close(by, stage.threads[step.thread], reason=reason, same_as_id=stage.threads[same] if same else None)


def reopens(stage: Stage, step: Step, by: Member) -> None:
    threads.reopen(by, stage.threads[step.thread])


def disputes_it(stage: Stage, step: Step, by: Member) -> None:
    reason, _, evidence = step.text.partition(":")
    post_id = stage.post(step.thread, step.on)
    dispute = disputes.open(
        by, stage.threads[step.thread], reason=reason.strip(), evidence=evidence.strip(), post_id=post_id
    )
    stage.disputes[step.thread] = dispute.id


def decides(stage: Stage, step: Step, by: Member) -> None:
    """Reads "narrowed (three-phase Switch): reason" and "upheld: reason"."""
    outcome, _, reason = step.text.partition(":")
    outcome, _, scope = outcome.partition(" (")
    disputes.decide(by, stage.disputes[step.thread], outcome=outcome, reason=reason.strip(), scope=scope.rstrip(")"))


def rates(stage: Stage, step: Step, by: Member) -> None:
    escalations.set_severity(by, stage.threads[step.thread], step.text)


def takes(stage: Stage, step: Step, by: Member) -> None:
    escalations.take(by, stage.threads[step.thread])


def notes(stage: Stage, step: Step, by: Member) -> None:
    escalations.note(by, stage.threads[step.thread], body=step.text)


def asks_back(stage: Stage, step: Step, by: Member) -> None:
    escalations.request_information(by, stage.threads[step.thread])


def resolves(stage: Stage, step: Step, by: Member) -> None:
    reason, _, note = step.text.partition(":")
    escalations.note(by, stage.threads[step.thread], body=note)
    escalations.resolve(by, stage.threads[step.thread], reason=reason)


def hands_back(stage: Stage, step: Step, by: Member) -> None:
    """With what was learned as a public answer."""
    learned = answers.post(by, stage.threads[step.thread], body=step.text)
    escalations.hand_back(by, stage.threads[step.thread], post_id=learned.id)


def drafts(stage: Stage, step: Step, by: Member) -> None:
    """The draft that the product makes, and what its author then made of it."""
    article = articles.draft(by, candidate_of(stage.post(step.thread, step.on)))
    given = step.data
    articles.edit(
        by, article.id, title=given["title"], body=step.text, scope=given.get("scope", ""), note="In our own words"
    )
    stage.articles[step.thread] = article.id


def publishes(stage: Stage, step: Step, by: Member) -> None:
    articles.publish(by, stage.articles[step.thread])


def finds_useful(stage: Stage, step: Step, by: Member) -> None:
    articles.vote(by, stage.articles[step.thread], 1)


def dismisses(stage: Stage, step: Step, by: Member) -> None:
    candidates.dismiss(by, candidate_of(stage.post(step.thread, step.on)))


def candidate_of(post_id: int) -> int:
    """The id of the candidate that the sweep made of this answer."""
    return db.session.execute(select(Candidate.id).where(Candidate.post_id == post_id)).scalar_one()


def reads(stage: Stage, step: Step, by: Member) -> None:
    inbox.read(by)


DEEDS: dict[str, Deed] = {
    "asks": asks,
    "answers": answers_it,
    "comments": comments_on,
    "edits": edits,
    "deletes": deletes,
    "restores": restores,
    "helpful": helpful,
    "didnt-work": didnt_work,
    "me-too": me_too,
    "accepts": accepts,
    "unaccepts": unaccepts,
    "verifies": verifies,
    "flags": reports,
    "upholds": upholds,
    "closes": closes,
    "reopens": reopens,
    "disputes": disputes_it,
    "decides": decides,
    "rates": rates,
    "takes": takes,
    "notes": notes,
    "asks-info": asks_back,
    "resolves": resolves,
    "hands-back": hands_back,
    "drafts": drafts,
    "publishes": publishes,
    "finds-useful": finds_useful,
    "dismisses": dismisses,
    "reads": reads,
}


def do(stage: Stage, step: Step) -> None:
    """The step, done through its action."""
    DEEDS[step.verb](stage, step, stage.member(step.by))
