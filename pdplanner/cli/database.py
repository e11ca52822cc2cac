"""The database: its schema, its first administrator, and whether its records hold."""

import re
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import available_timezones

import click
from flask_migrate import upgrade
from flask_security import hash_password

from pdplanner import config, shipped
from pdplanner.accounts import services as accounts
from pdplanner.audit import proof
from pdplanner.audit.chain import EMPTY, Head
from pdplanner.budgets import ledger_queries
from pdplanner.cli.application import application, settings_of
from pdplanner.extensions import db
from pdplanner.files import checking
from pdplanner.organization import services as organization
from pdplanner.web import transactions
from pdplanner.web.filters import plural

SHA256 = re.compile("[0-9a-f]{64}")
MIGRATIONS = str(config.ROOT / "migrations")


@click.command("upgrade")
def upgrade_database() -> None:
    """Bring the database to the newest schema, and load the shipped framework and catalog."""
    settings = settings_of(config.current)
    if config.embedded_database(settings.DATA_FOLDER) == settings.SQLALCHEMY_DATABASE_URI:
        settings.DATA_FOLDER.mkdir(parents=True, exist_ok=True)
    with application(settings), transactions.writing():
        upgrade(MIGRATIONS)
        shipped.load()
        db.session.commit()


def _known_zone(_context: object, _option: object, zone: str | None) -> str | None:
    if zone is not None and zone not in available_timezones():
        raise click.BadParameter(f"{zone!r} is no time zone; expected one such as America/Chicago.")
    return zone


@click.command()
@click.option("--district", prompt=True, help="The name of the district.")
@click.option("--email", prompt=True)
@click.option("--name", prompt=True, help="Your own name.")
@click.option(
    "--time-zone",
    callback=_known_zone,
    help="Where a new district's days begin, such as America/Chicago (default: UTC).",
)
@click.password_option()
def create_admin(
    district: str, email: str, name: str, password: str, time_zone: str | None
) -> None:
    """Found a district and its first administrator.

    Run again with the same district it lets an administrator back in who was locked out: the
    account gets the new password.
    """
    with application(settings_of(config.current)):
        hashed = hash_password(_long_enough(password))
        with transactions.writing():
            unit, user = organization.found_district(
                name=district, admin_email=email, admin_name=name, time_zone=time_zone
            )
            accounts.set_password(user, password_hash=hashed)
            db.session.commit()
            click.echo(f"{user.email} administers {unit.name}. Sign in and add units and people.")


def _read_head(_context: object, _option: object, text: str | None) -> Head:
    if text is None:
        return EMPTY
    if text == str(EMPTY):
        return EMPTY
    position, _colon, digest = text.partition(":")
    if not position.isdecimal() or not int(position) or not SHA256.fullmatch(digest):
        raise click.BadParameter(f"{text!r} is no head; expected one such as 214:9f86d0….")
    return Head(int(position), digest)


@click.command("check-data")
@click.option(
    "--head",
    callback=_read_head,
    help="A head of the audit trail that was noted before; the trail must still go through it.",
)
@click.option("--sweep", is_flag=True, help="Take away what a crash left of files, if all holds.")
def check_data(head: Head, *, sweep: bool) -> None:
    """Check that the ledger explains every fund, that nobody changed the audit trail, and that the
    files on requests are what was handed in.

    Prints the trail's head: note it elsewhere and give it back with --head. The log of requests
    notes each head, too. Exit code 1: something does not hold; it is named.
    """
    with application(settings_of(config.current)):
        transactions.read_one_moment()
        faults = [f"Ledger: {each}." for each in ledger_queries.faults()]
        faults += [f"Files: {each}." for each in checking.faults()]
        walked = proof.walk(head)
        if walked.fault:
            faults.append(f"Audit trail: {walked.fault}")
        for fault in faults:
            click.echo(fault, err=True)
        if faults:
            raise click.ClickException("The records do not hold.")
        click.echo("The ledger explains every fund to the cent.")
        click.echo("The files on requests are what was handed in.")
        click.echo(f"The audit trail is whole. Its head: {walked.head}")
        _say_leftovers(checking.leftovers(), sweep=sweep)


def _say_leftovers(left: Sequence[Path], *, sweep: bool) -> None:
    """Content without a row; where a wrong database was named, all of it would be."""
    if not left:
        return
    if sweep and not checking.are_known():
        raise click.ClickException(
            "The database knows no file at all, and the data folder holds some. Nothing was taken"
            " away: is it the right one?"
        )
    if sweep:
        for path in left:
            path.unlink(missing_ok=True)
    files = plural(len(left), "file without a row is", "files without a row are")
    click.echo(f"{files} {'taken away' if sweep else 'left of a crash: --sweep takes them away'}.")


def _long_enough(password: str) -> str:
    if len(password) < config.SHORTEST_PASSWORD:
        raise click.ClickException(f"A password has {config.SHORTEST_PASSWORD} characters or more.")
    return password
