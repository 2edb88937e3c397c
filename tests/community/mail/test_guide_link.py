"""News of a guide leads to the guide."""

from community import mailing
from models.events import AnswerAccepted, ArticlePublished
from models.post import Post
from models.thread import Thread


def test_a_guide_is_read_where_it_is(app):
    thread, answer = Thread(id=3), Post(id=5, kind="answer")
    when = "2026-03-02T12:00:00+00:00"
    published = ArticlePublished(thread_id=3, article_id=7, revision=1, helpers=((1, 5),), fact_at=when)
    accepted = AnswerAccepted(
        thread_id=3, acceptance_id=1, post_id=5, author_id=1, accepter_id=2, asker_id=2, fact_at=when
    )
    assert mailing._link(published, thread, answer).endswith("/kb/7")
    assert mailing._link(accepted, thread, answer).endswith("/a/5")
