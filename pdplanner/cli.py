"""The `pdplanner` command. Each subcommand says with --help what it does."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from zoneinfo import available_timezones

import click
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade
from flask_security import hash_password

from pdplanner import config, create_app, demo, serving, shipped
from pdplanner.catalog.checks import check_catalog
from pdplanner.engine import command as engine_command
from pdplanner.extensions import db, migrate
from pdplanner.organization import services as organization
from pdplanner.queue import consumer
from pdplanner.web import job_log, request_log, statistics, transactions

LOG_LINE = "%(asctime)s %(levelname)s %(name)s %(message)s"
MIGRATIONS = str(config.ROOT / "migrations")


@click.group()
def main() -> None:
    """Plan the professional development of school technology teams."""
    logging.basicConfig(level=logging.WARNING, format=LOG_LINE)


@main.command("demo")
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True)
@click.option("--port", envvar="PORT", default=8000, show_default=True)
@click.option("--allow-remote", is_flag=True, help="Serve on an address that others can reach.")
def serve_demo(host: str, port: int, *, allow_remote: bool) -> None:
    """Serve a fictional district with the real framework and catalog.

    PDPLANNER_DATA names the folder (default var/), PDPLANNER_DEMO_PASSWORD the accounts' password.
    A second start keeps the data.
    """
    if not config.is_loopback(host) and not allow_remote:
        raise click.ClickException(
            f"{host} can be reached by others, and the demo's password is printed. "
            "Use 127.0.0.1, or say --allow-remote and serve it behind HTTPS."
        )
    settings = _settings(config.demo, loopback=config.is_loopback(host))
    password = config.demo_password(settings.DATA_FOLDER)
    with _application(settings):
        upgrade(MIGRATIONS)
        hashed = hash_password(password)
        with transactions.writing():
            shipped.load()
            accounts = demo.load(hashed)
            db.session.commit()
        statistics.take()
    address = f"http://{host}:{port}"
    _say_welcome(address, accounts, password, settings.DATA_FOLDER)
    mode = "loopback" if config.is_loopback(host) else "remote"
    sys.exit(_serve(host, port, environment={"PDPLANNER_DEMO": mode, "BASE_URL": address}))


@main.command()
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True)
@click.option("--port", envvar="PORT", default=8000, show_default=True)
@click.option("--worker/--no-worker", default=True, help="Run a job worker beside the web server.")
def serve(host: str, port: int, *, worker: bool) -> None:
    """Serve with the production settings of the environment (see docs/running.md)."""
    with _application(_settings(config.from_environment)):
        _require_current_schema()
        statistics.take()
    sys.exit(_serve(host, port, environment={}, worker=worker))


@main.command()
def worker() -> None:
    """Run a job worker until it is told to stop."""
    app = create_app(_settings(config.current))
    job_log.write_lines(app)
    # Beside the first jobs, so that the first plan does not wait for the planner to be loaded.
    Thread(target=engine_command.warm, daemon=True).start()
    consumer(app).run()


@main.command("upgrade")
def upgrade_database() -> None:
    """Bring the database to the newest schema, and load the shipped framework and catalog."""
    settings = _settings(config.current)
    if config.embedded_database(settings.DATA_FOLDER) == settings.SQLALCHEMY_DATABASE_URI:
        settings.DATA_FOLDER.mkdir(parents=True, exist_ok=True)
    with _application(settings), transactions.writing():
        upgrade(MIGRATIONS)
        shipped.load()
        db.session.commit()


def _known_zone(_context: object, _option: object, zone: str | None) -> str | None:
    if zone is not None and zone not in available_timezones():
        raise click.BadParameter(f"{zone!r} is no time zone; expected one such as America/Chicago.")
    return zone


@main.command()
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
    with _application(_settings(config.current)):
        hashed = hash_password(_long_enough(password))
        with transactions.writing():
            unit, user = organization.found_district(
                name=district, admin_email=email, admin_name=name, time_zone=time_zone
            )
            user.password = hashed
            db.session.commit()
            click.echo(f"{user.email} administers {unit.name}. Sign in and add units and people.")


@main.command("check-catalog")
def check_shipped_catalog() -> None:
    """Check the catalog/ folder: each file by its schema, and what they say of each other."""
    problems = check_catalog()
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise click.ClickException(f"{len(problems)} problems in catalog/.")
    click.echo("catalog/ is sound.")


@main.command()
@click.argument("problem", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Prove the result anew, person by person.")
@click.option("--limit-nodes", type=click.IntRange(min=1), help="Stop after so many nodes.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path))
def solve(problem: Path, *, check: bool, limit_nodes: int | None, output: Path | None) -> None:
    """Solve a planning problem from a file (docs/planning-model.md has the format)."""
    code = engine_command.run(
        problem,
        out=sys.stdout,
        err=sys.stderr,
        output=output,
        check_plan=check,
        limit_nodes=limit_nodes,
    )
    sys.exit(code)


@main.command("check-plan")
@click.argument("problem", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("result", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--limit-nodes", type=click.IntRange(min=1), help="Leave open what takes more.")
def check_plan(problem: Path, result: Path, *, limit_nodes: int | None) -> None:
    """Prove a result of `solve` against its problem, without solving it again.

    Checks the plan by the rules, and its bound person by person at the prices in its certificate.
    Exit code 1: something does not hold; each such thing is named.
    """
    code = engine_command.run_check(
        problem, result, out=sys.stdout, err=sys.stderr, limit_nodes=limit_nodes
    )
    sys.exit(code)


@main.command()
def warm() -> None:
    """Compile the planner's inner loops, once for this machine, so that no plan waits for it."""
    engine_command.warm()
    click.echo("The planner is compiled.")


@contextmanager
def _application(settings: config.Settings) -> Iterator[Flask]:
    app = create_app(settings)
    with app.app_context():
        yield app


def _settings(read: object, **options: object) -> config.Settings:
    """Read the settings of a command that works on the data folder.

    Its files hold ratings and password hashes: what the command and its children make there is
    their owner's alone to read.
    """
    os.umask(0o077)
    try:
        return read(**options)  # type: ignore[operator,no-any-return]
    except config.SettingError as error:
        raise click.ClickException(str(error)) from error


def _serve(host: str, port: int, *, environment: dict[str, str], worker: bool = True) -> int:
    commands = [serving.web_command(host=host, port=port)]
    if worker:
        commands.append(serving.worker_command())
    return serving.run(commands, environment=environment, folder=str(config.ROOT))


def _require_current_schema() -> None:
    script = ScriptDirectory.from_config(migrate.get_config(MIGRATIONS))
    with db.engine.connect() as connection:
        held = MigrationContext.configure(connection).get_current_revision()
    if held != script.get_current_head():
        raise click.ClickException("The database is not up to date. Run: pdplanner upgrade")


def _long_enough(password: str) -> str:
    if len(password) < config.SHORTEST_PASSWORD:
        raise click.ClickException(f"A password has {config.SHORTEST_PASSWORD} characters or more.")
    return password


def _say_welcome(address: str, accounts: list[str], password: str, folder: Path) -> None:
    click.echo(f"\n  pdplanner demo on {address}\n\n  Sign in as")
    for account in accounts:
        click.echo(f"    {account}")
    click.echo(f"  with the password  {password}\n")
    click.echo(f"  No mail is sent: invitations and links are written into {folder / 'outbox.log'}")
    click.echo(f"  Each request leaves a line in {folder / request_log.FILE}\n")
    click.echo("  Ctrl-C stops it; a second start keeps the data.\n")


if __name__ == "__main__":
    main()
