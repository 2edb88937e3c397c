"""How templates are set up: strict about names, escaping by default, with the few helpers that every page shares."""

from apiflask import APIFlask
from flask import g, request
from flask_babel import Babel
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined
from markupsafe import Markup

from community.settings import Settings
from views import words
from views.session import current
from views.urls import absolute, sign_in_path

babel = Babel()


def install(app: APIFlask, settings: Settings) -> None:
    babel.init_app(app, locale_selector=_locale, timezone_selector=_zone)
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.globals.update(absolute=absolute, sign_in_path=sign_in_path, kept=words.kept)
    environment.globals["csrf_field"] = csrf_field
    environment.globals.update(_=words.gettext, gettext=words.gettext, ngettext=words.ngettext)


def _locale() -> str:
    member = current()
    if member and member.locale in words.LANGUAGES:
        return member.locale
    return request.accept_languages.best_match(words.LANGUAGES) or words.LANGUAGES[0]


def _zone() -> str:
    member = current()
    return member.zone if member else "UTC"


def csrf_field() -> Markup:
    """The hidden field of every form; made once a request, since a page has dozens of small forms."""
    if "csrf_field" not in g:
        g.csrf_field = Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())
    field: Markup = g.csrf_field
    return field
