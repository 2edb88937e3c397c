"""Each command does its one thing, says it as JSON where asked, and fails in one line."""

import json
import socket
import stat
from pathlib import Path

import pytest

from views.cli import main

DUMP = Path(__file__).parents[2] / "importers" / "tiny-dump"


class TestConventions:
    @pytest.mark.parametrize("name", sorted(main.commands))
    def test_every_command_has_help(self, run, name):
        result = run(name, "--help")
        assert result.exit_code == 0
        assert "Usage:" in result.output

    def test_a_foreseen_error_is_one_line_and_exit_1(self, installed):
        result = installed("explain", "member", "nobody")
        assert (result.exit_code, result.stdout) == (1, "")
        assert len(result.stderr.strip().splitlines()) == 1
        assert result.stderr.startswith("Error: ")

    def test_an_error_names_the_field_that_is_wrong(self, installed):
        result = installed("member", "add", "x", "--email", "x@example.org")
        assert (result.exit_code, result.stderr[:21]) == (1, "Error: handle: Use 3 ")

    def test_what_is_not_there_is_named(self, installed):
        assert "There is no thread 99" in installed("explain", "thread", "99").stderr
        assert "There is no member nobody" in installed("explain", "member", "nobody").stderr

    def test_a_file_that_is_no_text_is_one_line(self, installed, tmp_path):
        file = tmp_path / "policy.toml"
        file.write_bytes(b"\xff\xfe")
        result = installed("policy", "check", str(file))
        assert (result.exit_code, len(result.output.strip().splitlines())) == (1, 1)

    def test_wrong_usage_is_exit_2(self, installed):
        assert installed("member", "add").exit_code == 2
        assert installed("no-such-command").exit_code == 2
        assert installed("sweep", "--at", "9999-12-31T23:59:59-14:00").exit_code == 2

    def test_a_wrong_setting_is_named(self, run, monkeypatch):
        monkeypatch.setenv("COMMUNITY_SERACH", "whoosh")
        result = run("doctor")
        assert result.exit_code == 1
        assert "COMMUNITY_SERACH" in result.stderr

    def test_without_init_it_says_what_to_do(self, run):
        assert "community init" in run("serve").stderr


class TestInit:
    def test_makes_directory_secret_and_schema(self, document, data_dir):
        assert stat.S_IMODE(data_dir.stat().st_mode) == 0o700
        assert stat.S_IMODE((data_dir / "secret_key").stat().st_mode) == 0o600
        assert document("doctor")["violations"] == []

    def test_again_changes_nothing(self, installed, data_dir):
        before = (data_dir / "secret_key").read_text()
        assert installed("init").exit_code == 0
        assert (data_dir / "secret_key").read_text() == before

    def test_the_first_admin_has_no_password_but_a_mail_that_waits(self, installed, document):
        result = installed("init", "--admin", "grace@example.org")
        assert "grace is admin" in result.output
        assert document("doctor")["deliveries"]["pending"] >= 1

    def test_the_same_admin_again_is_fine(self, installed):
        installed("init", "--admin", "grace@example.org")
        again = installed("init", "--admin", "Grace@example.org")
        assert (again.exit_code, "grace is admin already" in again.output) == (0, True)

    def test_an_address_that_makes_no_handle_is_fine_too(self, installed):
        assert "admin is admin" in installed("init", "--admin", "q+community@example.org").output

    def test_who_is_here_as_something_else_is_not_raised(self, installed):
        installed("member", "add", "anna", "--email", "anna@example.org")
        result = installed("init", "--admin", "anna@example.org")
        assert (result.exit_code, "community member role anna admin" in result.stderr) == (1, True)

    def test_upgrade_is_idempotent(self, document):
        assert document("upgrade") == {"upgraded": True}


class TestAccounts:
    def test_add_and_role(self, document):
        added = document("member", "add", "anna", "--email", "anna@example.org")
        assert (added["handle"], added["role"]) == ("anna", "customer")
        assert document("member", "role", "Anna", "staff")["role"] == "staff"

    def test_a_password_from_standard_input(self, installed):
        words = ("member", "add", "anna", "--email", "anna@example.org", "--password-stdin")
        assert installed(*words, input="correct horse battery\n").exit_code == 0

    def test_a_weak_one_is_refused(self, installed):
        words = ("member", "add", "anna", "--email", "anna@example.org", "--password-stdin")
        assert installed(*words, input="short\n").exit_code == 1

    def test_a_token_is_printed_once_and_works_by_its_scope(self, document, installed):
        document("member", "add", "anna", "--email", "anna@example.org")
        made = document("token", "create", "anna", "--scope", "read,write")
        assert made["scopes"] == ["read", "write"]
        assert len(made["token"]) > 40
        assert installed("token", "create", "anna", "--scope", "admin").exit_code == 1

    def test_nobody_has_no_token(self, installed):
        assert "There is no member nobody" in installed("token", "create", "nobody").stderr


class TestServing:
    @pytest.mark.parametrize("command", ["serve", "web"])
    def test_a_taken_port_is_an_error_at_start(self, installed, command):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            result = installed(command, "--port", str(taken.getsockname()[1]))
        assert (result.exit_code, "Cannot listen on 127.0.0.1, port" in result.stderr) == (1, True)

    def test_so_is_an_address_of_another_machine(self, installed):
        result = installed("serve", "--host", "no.such.host.invalid", "--port", "8139")
        assert (result.exit_code, "no.such.host.invalid" in result.stderr) == (1, True)


class TestPolicy:
    def test_show(self, document):
        assert document("policy", "show")["tiers"]

    def test_check_says_line_and_reason(self, document, tmp_path):
        file = tmp_path / "policy.toml"
        file.write_text("[tiers]\n\nno_such_key = 3\n")
        (problem,) = document("policy", "check", str(file), code=1)["problems"]
        assert (problem["line"], problem["key"]) == (3, "tiers.no_such_key")

    def test_check_accepts_what_is_right(self, document, tmp_path):
        file = tmp_path / "policy.toml"
        file.write_text("")
        assert document("policy", "check", str(file))["problems"] == []


class TestDerived:
    def test_replay_of_nothing_differs_in_nothing(self, document):
        assert document("replay", "--check") == {"differences": []}
        assert document("replay") == {"changed": 0}

    def test_reindex(self, document):
        assert document("reindex")["documents"] >= 0

    def test_sweep(self, document):
        report = document("sweep", "--dry-run")
        assert (report["dry_run"], report["climbed"]) == (True, [])

    @pytest.mark.parametrize("instant", ["yesterday", "0001-01-01", "9999-12-31T23:59:59Z"])
    def test_sweep_wants_an_instant(self, installed, instant):
        assert installed("sweep", "--at", instant).exit_code == 2


class TestImport:
    def test_a_dump_is_brought_and_everything_about_it_explained(self, document):
        report = document("import", "stackexchange", str(DUMP))
        assert report["odd_rows"] is not None
        assert document("replay", "--check") == {"differences": []}
        assert document("doctor")["violations"] == []
        assert document("explain", "thread", "1")["thread_id"] == 1

    def test_what_is_no_dump_is_said_in_one_line(self, installed, tmp_path):
        result = installed("import", "stackexchange", str(tmp_path))
        assert result.exit_code == 1
        assert len(result.stderr.strip().splitlines()) == 1


def test_json_is_one_document(installed):
    assert json.loads(installed("doctor", "--json").stdout)
