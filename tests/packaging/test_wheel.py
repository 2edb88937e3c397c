"""The wheel holds exactly our packages with what they need, and no library owns their names."""

import subprocess
import sys
import zipfile
from importlib.metadata import packages_distributions

import pytest

from views.app import ROOT

PACKAGES = {"community", "models", "views", "reputation", "escalation", "templates", "migrations"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The names of the files in a wheel built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-build-isolation",
        "--no-deps",
        "--quiet",
        "-w",
        str(folder),
        ".",
    ]
    subprocess.run(command, cwd=ROOT, check=True)
    (built,) = folder.glob("*.whl")
    return zipfile.ZipFile(built).namelist()


def test_exactly_our_packages(wheel):
    assert {name.partition("/")[0] for name in wheel if ".dist-info/" not in name} == PACKAGES


@pytest.mark.parametrize(
    "folder, ending",
    [
        ("templates", "*.html"),
        ("templates", "*.txt"),
        ("migrations", "*.py"),
        ("migrations", "*.mako"),
        ("community/static", "*.*"),
        ("community/sample", "*.toml"),
        ("escalation", "*.toml"),
    ],
)
def test_data_files_are_in_it(wheel, folder, ending):
    ours = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob(ending)}
    assert {name for name in ours if "__pycache__" not in name} <= set(wheel)


def test_no_library_owns_our_names():
    owners = packages_distributions()
    assert {name: owners[name] for name in PACKAGES if name in owners and owners[name] != ["cairn-community"]} == {}


def test_never_to_be_uploaded(wheel):
    assert "Private :: Do Not Upload" in (ROOT / "pyproject.toml").read_text()


def test_locks_name_no_index_and_no_place():
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text()
        assert "--hash=sha256:" in text
        assert not [line for line in text.splitlines() if "://" in line or "--index" in line or "--find-links" in line]
