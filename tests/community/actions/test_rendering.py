from community.actions import rendering
from community.markup import RENDERER
from models.base import db
from models.post import Post
from tests import factories


def make_old(post_id: int, **values: str) -> None:
    row = db.session.get(Post, post_id)
    assert row is not None
    for name, value in {"renderer": "0", "html": "<p onclick=x>old</p>", **values}.items():
        setattr(row, name, value)
    db.session.commit()


def shown(post_id: int) -> str:
    row = db.session.get(Post, post_id, populate_existing=True)
    assert row is not None
    assert row.renderer == RENDERER
    return row.html


class TestRefresh:
    def test_renders_what_an_older_renderer_made(self, app):
        question = factories.thread(body="Each *evening*.")
        make_old(question.opening_id)
        assert rendering.refresh(None) == 1
        assert shown(question.opening_id) == "<p>Each <em>evening</em>.</p>\n"
        assert rendering.refresh(None) == 0

    def test_cleans_imported_html_anew(self, app):
        question = factories.thread()
        make_old(question.opening_id, format="html", source="<p>a<script>b</script></p>")
        rendering.refresh(None)
        assert shown(question.opening_id) == "<p>a</p>"

    def test_cleans_what_the_present_rules_refuse(self, app):
        question = factories.thread()
        make_old(question.opening_id, source="x" * 40_000)
        rendering.refresh(None)
        assert shown(question.opening_id) == "<p>old</p>"
