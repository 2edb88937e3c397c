"""The bare limit: a plain Flask and SQLAlchemy forum, as a tutorial would write it, with the same rows on its page.

No sign-in, no permissions, no cache, no support state: a question, its ten answers with their authors and comments,
its tags, six others like it; ORM objects and one Jinja template.
"""

from datetime import datetime
from pathlib import Path

from flask import Flask, render_template
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from benchmarks import dataset


class Base(DeclarativeBase):
    pass


db = SQLAlchemy(model_class=Base)


class User(Base):
    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    points: Mapped[int]


class Question(Base):
    __tablename__ = "question"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    slug: Mapped[str]
    html: Mapped[str]
    score: Mapped[int]
    tags: Mapped[str]
    tag: Mapped[str] = mapped_column(index=True)
    created_at: Mapped[datetime]
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))


class Reply(Base):
    """An answer (`parent_id` None) or a comment on one."""

    __tablename__ = "reply"
    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    parent_id: Mapped[int | None]
    html: Mapped[str]
    score: Mapped[int]
    created_at: Mapped[datetime]
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))


def create_app(file: Path) -> Flask:
    """The bare forum on the database `file`."""
    app = Flask("bare", template_folder=str(Path(__file__).parent / "templates"))
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{file}"
    db.init_app(app)
    app.add_url_rule("/questions/<int:question_id>/<slug>", view_func=show)
    return app


def show(question_id: int, slug: str) -> str:
    question = db.get_or_404(Question, question_id)
    chosen = select(Reply).where(Reply.question_id == question.id).order_by(Reply.score.desc(), Reply.id)
    replies = list(db.session.scalars(chosen))
    people = {question.author_id, *(reply.author_id for reply in replies)}
    users = {user.id: user for user in db.session.scalars(select(User).where(User.id.in_(people)))}
    related = select(Question).where(Question.tag == question.tag, Question.id != question.id)
    return render_template(
        "question.html",
        question=question,
        answers=[reply for reply in replies if reply.parent_id is None],
        comments=[reply for reply in replies if reply.parent_id is not None],
        users=users,
        related=list(db.session.scalars(related.order_by(Question.id.desc()).limit(6))),
    )


def fill(file: Path, questions: int) -> None:
    """The same questions, answers and comments as the product's, in the bare tables."""
    app = create_app(file)
    with app.app_context():
        db.create_all()
        db.session.add_all(
            User(id=number, name=f"Member {number}", points=number % 300) for number in range(1, dataset.MEMBERS + 1)
        )
        for number in range(1, questions + 1):
            db.session.add_all(_rows(number))
        db.session.commit()
        db.engine.dispose()


def _rows(number: int) -> list[Base]:
    thread, posts = dataset.thread(number), list(dataset.posts(number))
    opening, *rest = posts
    question = Question(
        id=number, title=thread["title"], slug=thread["slug"], html=opening["html"], score=thread["score"],
        tags=" ".join(thread["tag_names"]), tag=thread["tag_names"][0], created_at=thread["created_at"],
        author_id=thread["author_id"],
    )  # fmt: skip
    replies = [
        Reply(
            id=post["id"], question_id=number, parent_id=post["parent_id"], html=post["html"], score=post["score"],
            created_at=post["created_at"], author_id=post["author_id"],
        )
        for post in rest
    ]  # fmt: skip
    return [question, *replies]
