"""The question page with ten answers: guests without and with the shared cache, and members, beside the bare page."""

from contextlib import ExitStack
from pathlib import Path
from secrets import token_hex

from benchmarks import bare, dataset, installation, serving
from benchmarks.apps import DATABASE
from benchmarks.report import Result, Section
from community.actions import sessions
from models.base import db
from models.member import Member

QUESTIONS = 10_000
NUMBER = 9_991
"""The thread that is asked for: it has ten answers."""
ROUNDS = 3


def run() -> Section:
    path = f"/questions/{NUMBER}/{dataset.thread(NUMBER)['slug']}"
    with installation.made(QUESTIONS) as folder:
        bare.fill(folder / "bare.sqlite3", QUESTIONS)
        cookie = sign_in(folder)
        own = {"COMMUNITY_DATA_DIR": str(folder)}
        targets = {
            "bare": ("benchmarks.apps:plain", {DATABASE: str(folder / "bare.sqlite3")}, ""),
            "guest": ("benchmarks.apps:product_without_cache", own, ""),
            "cached": ("benchmarks.apps:product", own, ""),
            "member": ("benchmarks.apps:product", own, cookie),
        }
        rates = dict.fromkeys(targets, 0.0)
        with ExitStack() as stack:
            ports = {
                name: stack.enter_context(serving.served(factory, environment, path))
                for name, (factory, environment, _) in targets.items()
            }
            for _ in range(ROUNDS):  # in turns, so that a slower minute of the machine is everybody's
                for name, (_, _, sent) in targets.items():
                    rates[name] += serving.load(ports[name], path, cookie=sent).rate / ROUNDS
    return Section(
        "The question page with ten answers",
        f"Requests a second with {QUESTIONS:,} questions in SQLite, served by granian with two processes, beside a "
        "plain Flask and SQLAlchemy page (`benchmarks/bare.py`) that shows as many rows.",
        [
            Result("bare page", rates["bare"], note="requests a second"),
            Result("guest, no shared cache", rates["guest"], note="requests a second"),
            Result("guest, shared cache", rates["cached"], note="requests a second"),
            Result("member", rates["member"], note="requests a second"),
            Result("guest, no shared cache ÷ bare", rates["guest"] / rates["bare"], at_least=0.6),
            Result("guest, shared cache ÷ bare", rates["cached"] / rates["bare"], at_least=2),
            Result("member ÷ bare", rates["member"] / rates["bare"], at_least=0.4),
        ],
    )


def sign_in(folder: Path, member_id: int = 7) -> str:
    """The cookie of a member who is signed in and has seen a page: with the token of their forms in it."""
    with installation.opened(folder) as app:
        key = token_hex(32)
        member = db.session.get(Member, member_id)
        assert member is not None
        sessions.start(member, key)
        serializer = app.session_interface.get_signing_serializer(app)
        held = {"_user_id": key, "_permanent": True, "csrf_token": token_hex(20)}
        return f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps(held)}"
