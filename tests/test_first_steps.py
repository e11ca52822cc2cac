"""The first commands of an installation, in whatever order: each says what to do."""

import os
import sqlite3

import pytest
from click.testing import CliRunner

from pdplanner import cli
from tests.support.processes import environment

ADMIN = ("--district", "Alder", "--password", "five whole words here")
ADA = ("--email", "ada@example.org", "--name", "Ada Ábrahám")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("first") / "var"


@pytest.fixture(scope="module")
def upgraded(folder):
    """The folder, and what the first upgrade of it said."""
    return folder, run(folder, "upgrade")[1]


def run(folder, *words):
    """Return the exit code of a command and what it said; it may end in no other way."""
    umask = os.umask(0o022)
    try:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in environment(folder).items():
                patch.setenv(name, value)
            done = CliRunner().invoke(cli.main, words)
    finally:
        os.umask(umask)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


@pytest.mark.parametrize(
    "words", [("create-admin", *ADMIN, *ADA), ("serve",), ("worker",), ("check-data",)]
)
def test_before_the_upgrade_every_command_says_to_run_it(tmp_path, words):
    folder = tmp_path / "var"

    without_folder = run(folder, *words)
    made = folder.exists()
    folder.mkdir()
    without_tables = run(folder, *words)

    assert without_folder[0] == without_tables[0] == 1
    assert f"There is no data folder {folder}" in without_folder[1]
    assert not made
    assert "The database has no tables yet." in without_tables[1]
    assert all("Run: pdplanner upgrade" in each[1] for each in (without_folder, without_tables))


def test_upgrade_says_what_it_did_and_where(upgraded):
    folder, first = upgraded
    again = run(folder, "upgrade")

    assert f"The tables are made: {folder / 'pdplanner.db'}" in first
    assert "The shipped framework, job roles and catalog are loaded." in first
    assert f"The tables were up to date: {folder / 'pdplanner.db'}" in again[1]


@pytest.mark.parametrize(
    ("option", "typed", "expected"),
    [
        ("--email", "not a mail", "Enter an address such as ada@example.org."),
        ("--email", "", "Enter an address such as ada@example.org."),
        ("--name", "", "Enter your own name."),
        ("--name", "N" * 121, "120 characters"),
        ("--district", "  ", "Enter the district's name."),
        ("--password", "short", "12 characters or more"),
    ],
)
def test_create_admin_takes_what_the_forms_take(upgraded, option, typed, expected):
    folder, _ = upgraded

    code, said = run(folder, "create-admin", *ADMIN, *ADA, option, typed)

    assert code == 2
    assert f"Invalid value for '{option}'" in said
    assert expected in said
    assert rows(folder) == 0


def test_admin_is_made_once_and_a_closed_account_is_told(upgraded):
    folder, _ = upgraded

    code, said = run(folder, "create-admin", *ADMIN, *ADA)

    assert (code, rows(folder)) == (0, 1)
    assert "ada@example.org administers Alder, a new district." in said
    with sqlite3.connect(folder / "pdplanner.db") as database:
        database.execute("update user set active = 0")
    code, said = run(folder, "create-admin", *ADMIN, *ADA)
    assert code == 1
    assert "The account ada@example.org is closed." in said


def rows(folder):
    with sqlite3.connect(folder / "pdplanner.db") as database:
        return database.execute("select count(*) from user").fetchone()[0]
