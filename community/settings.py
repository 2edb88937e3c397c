"""What an installation may set, from COMMUNITY_* in the environment or the TOML file named by COMMUNITY_CONFIG.

The environment wins over the file. A setting that is unknown or wrong is an error that names it: a misspelt
setting that is silently ignored is found on the worst day. `docs/operating.md` describes each.
"""

import ipaddress
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PREFIX = "COMMUNITY_"
# Not settings: where the settings are, and what the test suite reads.
ASIDE = ("COMMUNITY_CONFIG", "COMMUNITY_TEST_")
SHORTEST_SECRET = 32
KNOWN_SECRETS = ("changeme", "secret", "password", "development", "example")

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class SettingsError(ValueError):
    """A setting is unknown or wrong; the text names it."""


@dataclass(frozen=True)
class Settings:
    """Every setting of one installation; what is derived from them are properties."""

    data_dir: Path = Path("var")
    database_url: str = field(default="", repr=False)
    redis_url: str = field(default="", repr=False)
    search: str = "whoosh"
    secret_key: str = field(default="", repr=False)
    base_url: str = "http://127.0.0.1:8000"
    smtp_url: str = field(default="", repr=False)
    policy: Path | None = None
    trusted_proxies: tuple[Network, ...] = ()
    metrics_token: str = field(default="", repr=False)
    name: str = "Cairn"
    show_mails: bool = False
    """Whether whoever sits at this machine may read all mails in the browser: for the demo."""

    @property
    def database(self) -> str:
        """The address of the database: the one set, or SQLite in the data directory."""
        return self.database_url or f"sqlite:///{self.data_dir.absolute() / 'community.sqlite3'}"

    @property
    def on_sqlite(self) -> bool:
        return self.database.startswith("sqlite")

    @property
    def https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        """The host name by which the installation is known, without its port."""
        return urlsplit(self.base_url).hostname or "localhost"

    @property
    def index_dir(self) -> Path:
        return self.data_dir / "index"

    @property
    def mail_dir(self) -> Path:
        """Where mails lie as files while no SMTP address is set."""
        return self.data_dir / "mail"

    @property
    def secret_file(self) -> Path:
        return self.data_dir / "secret_key"

    def secret(self) -> str:
        """The secret key, set or made by `community init`; SettingsError where it is absent or weak."""
        if not self.secret_key and not self.secret_file.is_file():
            raise SettingsError("COMMUNITY_SECRET_KEY is not set, nor made yet: run `community init`")
        secret = self.secret_key or self.secret_file.read_text().strip()
        if len(secret) < SHORTEST_SECRET or len(set(secret)) < 8 or secret.lower().startswith(KNOWN_SECRETS):
            raise SettingsError(f"COMMUNITY_SECRET_KEY is weak: {SHORTEST_SECRET} random characters are the least")
        return secret


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of `environment` (default: the process's own) over those of the file it names."""
    environment = os.environ if environment is None else environment
    given = _file(environment.get("COMMUNITY_CONFIG", ""))
    given |= {name: value for name, value in environment.items() if name.startswith(PREFIX) and value}
    given = {name: value for name, value in given.items() if not name.startswith(ASIDE)}
    return Settings(**{_field(name): _parsed(name, value) for name, value in given.items()})


def _file(path: str) -> dict[str, str]:
    """The settings of a TOML file, under their names in the environment; `data_dir` and COMMUNITY_DATA_DIR both do."""
    if not path:
        return {}
    try:
        table = tomllib.loads(Path(path).read_text())
    except (OSError, ValueError) as error:  # no file, no text, no TOML
        raise SettingsError(f"COMMUNITY_CONFIG: {error}") from error
    return {PREFIX + name.upper().removeprefix(PREFIX): _text(value) for name, value in table.items()}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _field(name: str) -> str:
    known = {PREFIX + each.name.upper(): each.name for each in fields(Settings)}
    if name not in known:
        raise SettingsError(f"{name} is not a setting; there are {', '.join(sorted(known))}")
    return known[name]


def _parsed(name: str, value: str) -> Any:
    try:
        return PARSERS.get(name, str)(value)
    except ValueError as error:
        raise SettingsError(f"{name}: {error}") from error


def _database(value: str) -> str:
    if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError("it begins with sqlite:/// or postgresql+psycopg://")
    return value


def _search(value: str) -> str:
    if value == "postgresql":
        raise ValueError("the postgresql engine is not there yet; whoosh serves every database")
    if value != "whoosh":
        raise ValueError("it is whoosh")
    return value


def _address(*schemes: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in schemes or not parts.hostname:
            raise ValueError(f"it begins with {' or '.join(f'{scheme}://' for scheme in schemes)} and names a host")
        _ = parts.port  # raises ValueError for one that cannot be
        return value.rstrip("/")

    return parse


def _base_url(value: str) -> str:
    value = _address("http", "https")(value)
    parts = urlsplit(value)
    if parts.path or parts.query or parts.fragment or parts.username:
        raise ValueError("it is a scheme and a host, such as https://community.example.com")
    return value


def _policy(value: str) -> Path:
    path = Path(value)
    if not path.is_file():
        raise ValueError(f"there is no file {value}")
    path.read_text()  # raises ValueError for what is no text
    return path


def _networks(value: str) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(part.strip()) for part in value.split(",") if part.strip())


def _yes(value: str) -> bool:
    if value not in ("yes", "no"):
        raise ValueError("it is yes or no")
    return value == "yes"


PARSERS: dict[str, Callable[[str], Any]] = {
    "COMMUNITY_DATA_DIR": Path,
    "COMMUNITY_DATABASE_URL": _database,
    "COMMUNITY_REDIS_URL": _address("redis", "rediss"),
    "COMMUNITY_SEARCH": _search,
    "COMMUNITY_BASE_URL": _base_url,
    "COMMUNITY_SMTP_URL": _address("smtp", "smtps"),
    "COMMUNITY_POLICY": _policy,
    "COMMUNITY_TRUSTED_PROXIES": _networks,
    "COMMUNITY_SHOW_MAILS": _yes,
}

_in_force: list[Settings] = []


def use(settings: Settings) -> Settings:
    """`settings`, which from now on are this process's; the application factory says so once."""
    _in_force[:] = [settings]
    return settings


def current() -> Settings:
    """The settings of this process: those in use, else those of its environment."""
    return _in_force[0] if _in_force else use(load())
