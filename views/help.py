"""Pages of plain text: house rules, accessibility, privacy, the keyboard."""

from flask import Blueprint, render_template

from models.errors import NotFound

bp = Blueprint("help", __name__)

PAGES = ("rules", "accessibility", "privacy", "keys")


@bp.get("/help/<name>")
def show(name: str) -> str:
    if name not in PAGES:
        raise NotFound
    return render_template(f"help/{name}.html", canonical=f"/help/{name}")
