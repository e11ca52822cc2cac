"""`pdplanner check-data`: the ledger, the files and the audit trail, each against what it says."""

import os

import pytest
from click.testing import CliRunner

from pdplanner import cli, config
from pdplanner.audit import chain
from pdplanner.extensions import db
from pdplanner.files import storage
from tests.support import databases
from tests.support.framework import make_framework
from tests.support.person_year import make_ledger_fund, make_year


@pytest.fixture
def fund(cast):
    make_framework()
    return make_ledger_fund(cast.alder, make_year(cast.alder), "Local", cents=500_00)


@pytest.fixture
def check(app, database, tmp_path, monkeypatch):
    """Run `pdplanner check-data` on the test's database."""
    db.session.commit()
    settings = databases.settings(database, tmp_path)
    monkeypatch.setattr(config, "current", lambda: settings)

    def run(*options):
        return CliRunner().invoke(cli.main, ["check-data", *options])

    return run


def test_the_command_says_that_all_holds_and_the_head(cast, fund, check):
    said = check()

    assert said.exit_code == 0, said.output
    assert said.output.splitlines() == [
        "The ledger explains every fund to the cent.",
        "The files on requests are what was handed in.",
        f"The audit trail is whole. Its head: {chain.head()}",
    ]
    assert check("--head", str(chain.head())).exit_code == 0
    assert check("--head", "0:").exit_code == 0, "what an empty trail says"


def test_the_command_names_what_does_not_hold(cast, fund, check):
    fund.spent_cents = 1
    db.session.commit()
    at = chain.head()

    said = check("--head", f"{at.position + 1}:{at.digest}")

    assert said.exit_code == 1
    assert f"Ledger: Local (fund {fund.id}) is not what its entries add up to." in said.output
    assert f"Audit trail: Entry {at.position + 1} is missing" in said.output


@pytest.fixture
def quote(cast, check):
    """A file, and where its content lies."""
    stored = storage.keep(sent_name="quote.pdf", content=b"%PDF-1.7", by_id=cast.staff.id)
    db.session.add(stored)
    db.session.commit()
    return stored, storage.path_of(stored.place)


@pytest.mark.parametrize(
    ("what", "said"),
    [("lost", "has no content in the data folder"), ("changed", "is not what was handed in")],
)
def test_the_command_names_a_file_whose_content_is_not_there_as_it_was(check, quote, what, said):
    stored, path = quote
    assert check().exit_code == 0
    if what == "lost":
        path.unlink()
    else:
        path.write_bytes(b"%PDF-1.7 and more")

    answer = check()

    assert answer.exit_code == 1
    assert f"Files: quote.pdf (file {stored.id}) {said}." in answer.output


def test_the_command_takes_away_what_a_crash_left_where_it_is_told_to(check, quote):
    _stored, path = quote
    old, young = path.with_name("a" * 32), path.with_name("b" * 32)
    for each in (old, young):
        each.write_bytes(b"%PDF-1.7")
    os.utime(old, (0, 0))

    assert "1 file without a row is left of a crash" in check().output
    assert old.exists()
    assert "1 file without a row is taken away." in check("--sweep").output
    assert [each.exists() for each in (old, young, path)] == [False, True, True]
    assert "without a row" not in check().output


def test_nothing_is_taken_away_where_the_database_knows_no_file(check, quote):
    stored, path = quote
    db.session.delete(stored)
    db.session.commit()
    os.utime(path, (0, 0))
    path.with_name("c" * 32).mkdir()

    answer = check("--sweep")

    assert answer.exit_code == 1
    assert "The database knows no file at all" in answer.output
    assert path.exists()


@pytest.mark.parametrize("text", ["twelve", f"0:{'a' * 64}", "12:abc", f"12:{'z' * 64}", ":"])
def test_the_command_refuses_what_is_no_head(check, text):
    said = check("--head", text)

    assert said.exit_code == 2
    assert f"'{text}' is no head; expected one such as 214:9f86d0" in " ".join(said.output.split())
