"""Settings: the environment over the file, each one checked and named when it is wrong."""

import ipaddress
from pathlib import Path

import pytest

from community.settings import Settings, SettingsError, load

STRONG = "0123456789abcdefghijklmnopqrstuv"


class TestLoading:
    def test_defaults(self):
        settings = load({})
        assert settings.data_dir == Path("var")
        assert settings.database == f"sqlite:///{Path('var').absolute()}/community.sqlite3"
        assert (settings.search, settings.base_url, settings.https) == ("whoosh", "http://127.0.0.1:8000", False)

    def test_from_the_environment(self):
        settings = load(
            {
                "COMMUNITY_DATA_DIR": "/srv/cairn",
                "COMMUNITY_DATABASE_URL": "postgresql+psycopg://cairn@db/cairn",
                "COMMUNITY_BASE_URL": "https://community.example.com/",
                "COMMUNITY_TRUSTED_PROXIES": "10.0.0.0/8, 127.0.0.1",
                "PATH": "/bin",
            }
        )
        assert (settings.on_sqlite, settings.https, settings.host) == (False, True, "community.example.com")
        assert settings.base_url == "https://community.example.com"
        assert ipaddress.ip_network("127.0.0.1/32") in settings.trusted_proxies

    def test_the_environment_wins_over_the_file(self, tmp_path):
        file = tmp_path / "cairn.toml"
        file.write_text('data_dir = "/from/file"\nname = "Helpers"\ntrusted_proxies = ["10.0.0.0/8"]\n')
        settings = load({"COMMUNITY_CONFIG": str(file), "COMMUNITY_DATA_DIR": "/from/environment"})
        assert (settings.data_dir, settings.name) == (Path("/from/environment"), "Helpers")
        assert len(settings.trusted_proxies) == 1

    def test_yes_and_no_are_true_and_false_in_a_file(self, tmp_path):
        file = tmp_path / "cairn.toml"
        file.write_text("show_mails = true\n")
        assert load({"COMMUNITY_CONFIG": str(file)}).show_mails

    def test_what_tests_read_is_no_setting(self):
        assert load({"COMMUNITY_TEST_DATA": "/x"}) == load({})


class TestWrong:
    @pytest.mark.parametrize(
        "name, value",
        [
            ("COMMUNITY_DATABSE_URL", "sqlite:///x"),  # misspelt
            ("COMMUNITY_DATABASE_URL", "mysql://x"),
            ("COMMUNITY_DATABASE_URL", "postgresql://x"),
            ("COMMUNITY_REDIS_URL", "localhost"),
            ("COMMUNITY_SEARCH", "elastic"),
            ("COMMUNITY_SEARCH", "postgresql"),
            ("COMMUNITY_BASE_URL", "community.example.com"),
            ("COMMUNITY_BASE_URL", "https://community.example.com/forum"),
            ("COMMUNITY_BASE_URL", "https://user@community.example.com"),
            ("COMMUNITY_SMTP_URL", "http://mail"),
            ("COMMUNITY_SMTP_URL", "smtp://mail:99999"),
            ("COMMUNITY_BASE_URL", "https://community.example.com:x"),
            ("COMMUNITY_POLICY", "/no/such/policy.toml"),
            ("COMMUNITY_TRUSTED_PROXIES", "everybody"),
            ("COMMUNITY_CONFIG", "/no/such/file.toml"),
        ],
    )
    def test_is_named(self, name, value):
        with pytest.raises(SettingsError, match=name):
            load({name: value})

    def test_in_the_file_too(self, tmp_path):
        file = tmp_path / "cairn.toml"
        file.write_text('data_dri = "x"\n')
        with pytest.raises(SettingsError, match="COMMUNITY_DATA_DRI"):
            load({"COMMUNITY_CONFIG": str(file)})

    @pytest.mark.parametrize("name", ["COMMUNITY_CONFIG", "COMMUNITY_POLICY"])
    def test_a_file_that_is_no_text_is_named(self, name, tmp_path):
        file = tmp_path / "binary"
        file.write_bytes(b"\xff\xfe")
        with pytest.raises(SettingsError, match=name):
            load({name: str(file)})


class TestSecret:
    def test_the_one_that_init_made(self, tmp_path):
        (tmp_path / "secret_key").write_text(STRONG + "\n")
        assert Settings(tmp_path).secret() == STRONG

    def test_absent(self, tmp_path):
        with pytest.raises(SettingsError, match="community init"):
            Settings(tmp_path).secret()

    @pytest.mark.parametrize("weak", ["short", "a" * 64, "changeme" * 8, "Secret" + STRONG])
    def test_weak(self, weak):
        with pytest.raises(SettingsError, match="COMMUNITY_SECRET_KEY is weak"):
            Settings(secret_key=weak).secret()

    def test_secrets_are_not_shown(self):
        shown = repr(
            Settings(
                secret_key=STRONG, database_url="postgresql+psycopg://u:hunter2@h/d", smtp_url="smtp://u:hunter2@h"
            )
        )
        assert STRONG not in shown
        assert "hunter2" not in shown
