"""Rules about our sources that no linter knows."""

import ast
from pathlib import Path

from views.app import ROOT

PACKAGES = ("community", "models", "views", "reputation", "escalation")
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


DOORS = ("views/display.py", "views/templating.py", "views/words.py")
"""Where HTML is declared finished: the renderer's, the token of our forms, our own sentences."""


def names(path: Path) -> set[str]:
    """Every name that the file uses, attributes with what stands before the dot."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.add(f"{node.value.id}.{node.attr}")
        elif isinstance(node, ast.ImportFrom):
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def offenders(forbidden: set[str], *allowed: str, below: str = "") -> dict[str, set[str]]:
    """Which files use which of the forbidden names."""
    found = {path.relative_to(ROOT).as_posix(): names(path) & forbidden for path in FILES}
    return {path: used for path, used in found.items() if used and path not in allowed and path.startswith(below)}


def test_views_touch_no_session():
    assert offenders({"db.session"}, "views/database.py", below="views/") == {}


def test_the_doors_past_escaping_are_few():
    assert offenders({"Markup", "markupsafe.Markup", "flask.Markup"}, *DOORS) == {}


def test_time_has_one_source():
    clocks = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today"}
    assert offenders(clocks, "models/clock.py", "community/worker.py") == {}


def test_only_secrets_makes_what_must_not_be_guessed():
    assert offenders({"uuid.uuid1", "uuid1"}) == {}


def test_queries_never_write():
    writing = {"sqlalchemy.insert", "sqlalchemy.update", "sqlalchemy.delete", "community.transaction.transactional"}
    assert offenders({"session.add", *writing}, below="community/queries/") == {}
