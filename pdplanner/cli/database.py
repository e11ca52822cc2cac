"""The database: its schema, its first administrator, and whether its records hold."""

import re
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import available_timezones

import click
from flask_migrate import upgrade
from flask_security import hash_password
from werkzeug.datastructures import MultiDict

from pdplanner import config, shipped
from pdplanner.accounts import services as accounts
from pdplanner.audit import proof
from pdplanner.audit.chain import EMPTY, Head
from pdplanner.budgets import ledger_queries
from pdplanner.cli.application import (
    MIGRATIONS,
    application,
    held_revision,
    lies_in_folder,
    ready_application,
    settings_of,
)
from pdplanner.extensions import db
from pdplanner.files import checking
from pdplanner.organization import services as organization
from pdplanner.organization.forms import FoundingForm
from pdplanner.organization.services import OrganizationError
from pdplanner.web import transactions
from pdplanner.web.filters import plural

SHA256 = re.compile("[0-9a-f]{64}")


@click.command("upgrade")
def upgrade_database() -> None:
    """Bring the database to the newest schema, and load the shipped framework and catalog."""
    settings = settings_of(config.current)
    if lies_in_folder(settings):
        settings.DATA_FOLDER.mkdir(parents=True, exist_ok=True)
    with application(settings), transactions.writing():
        before = held_revision()
        upgrade(MIGRATIONS)
        shipped.load()
        db.session.commit()
        click.echo(f"{_what_was_done(before)}: {_place()}")
        click.echo("The shipped framework, job roles and catalog are loaded.")


def _what_was_done(before: str | None) -> str:
    if before is None:
        return "The tables are made"
    if before == held_revision():
        return "The tables were up to date"
    return "The tables are brought up to date"


def _place() -> str:
    """Where the database is: a file, or an address without its password."""
    url = db.engine.url
    is_file = url.get_backend_name() == "sqlite" and url.database
    return str(url.database) if is_file else url.render_as_string(hide_password=True)


def _known_zone(_context: object, _option: object, zone: str | None) -> str | None:
    if zone is not None and zone not in available_timezones():
        raise click.BadParameter(f"{zone!r} is no time zone; expected one such as America/Chicago.")
    return zone


def _as_in_forms(_context: object, option: click.Parameter, typed: str) -> str:
    """Take what the pages' forms take, and refuse the rest in their words."""
    form = FoundingForm(MultiDict({str(option.name): typed}))
    field = form[str(option.name)]
    if not field.validate(form):
        raise click.BadParameter(f"{typed!r} was given. {field.errors[0]}")
    return str(field.data)


def _long_enough(_context: object, _option: object, password: str) -> str:
    if len(password) < config.SHORTEST_PASSWORD:
        raise click.BadParameter(f"A password has {config.SHORTEST_PASSWORD} characters or more.")
    return password


@click.command()
@click.option("--district", prompt=True, callback=_as_in_forms, help="The name of the district.")
@click.option("--email", prompt=True, callback=_as_in_forms)
@click.option("--name", prompt=True, callback=_as_in_forms, help="Your own name.")
@click.option(
    "--time-zone",
    callback=_known_zone,
    help="Where a new district's days begin, such as America/Chicago (default: UTC).",
)
@click.password_option(callback=_long_enough)
def create_admin(
    district: str, email: str, name: str, password: str, time_zone: str | None
) -> None:
    """Found a district and its first administrator.

    Run again with the same district it lets an administrator back in who was locked out: the
    account gets the new password.
    """
    with ready_application(settings_of(config.current)):
        hashed = hash_password(password)
        with transactions.writing():
            new = organization.standing_district(district) is None
            try:
                unit, user = organization.found_district(
                    name=district, admin_email=email, admin_name=name, time_zone=time_zone
                )
            except OrganizationError as error:
                raise click.ClickException(str(error)) from error
            accounts.set_password(user, password_hash=hashed)
            db.session.commit()
            said = f"{user.email} administers {unit.name}{', a new district' if new else ''}."
            click.echo(f"{said} Sign in and add units and people.")


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
    with ready_application(settings_of(config.current)):
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
