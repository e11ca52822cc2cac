"""Serving: the demo, production, and a worker of its own."""

import os
import signal
import socket
import sys
from pathlib import Path
from threading import Thread

import click
from flask_migrate import upgrade
from flask_security import hash_password

from pdplanner import config, create_app, demo, serving, shipped
from pdplanner.cli.application import (
    MIGRATIONS,
    application,
    ready_application,
    require_current_schema,
    require_folder,
    settings_of,
)
from pdplanner.engine import warming
from pdplanner.extensions import db
from pdplanner.queue import consumer
from pdplanner.web import job_log, request_log, sqlite_statistics, transactions, worker_presence

PORTS = click.IntRange(1, 65_535)


@click.command("demo")
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True)
@click.option("--port", type=PORTS, envvar="PORT", default=8000, show_default=True)
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
    _require_free(host, port)
    settings = settings_of(config.demo, loopback=config.is_loopback(host))
    password = config.demo_password(settings.DATA_FOLDER)
    with application(settings) as app:
        upgrade(MIGRATIONS)
        hashed = hash_password(password)
        with transactions.writing():
            shipped.load()
            accounts = demo.load(hashed)
            db.session.commit()
        sqlite_statistics.take()
        request_log.write_lines(app)
    address = f"http://{host}:{port}"
    _say_welcome(address, accounts, password, settings.DATA_FOLDER)
    mode = "loopback" if config.is_loopback(host) else "remote"
    sys.exit(_serve(host, port, environment={"PDPLANNER_DEMO": mode, "BASE_URL": address}))


@click.command()
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True)
@click.option("--port", type=PORTS, envvar="PORT", default=8000, show_default=True)
@click.option("--worker/--no-worker", default=True, help="Run a job worker beside the web server.")
def serve(host: str, port: int, *, worker: bool) -> None:
    """Serve with the production settings of the environment (see docs/running.md)."""
    settings = settings_of(config.from_environment)
    _require_free(host, port)
    with ready_application(settings) as app:
        sqlite_statistics.take()
        request_log.write_lines(app)
    sys.exit(_serve(host, port, environment={}, worker=worker))


def _require_free(host: str, port: int) -> None:
    """Refuse an address that somebody serves on: the web server would share it in silence."""
    try:
        [(family, kind, protocol, _, address), *_] = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        with socket.socket(family, kind, protocol) as probe:
            # What a server left behind that has just ended does not count.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise click.ClickException(
            f"Cannot serve on port {port} of {host}: {error.strerror}. Set HOST and PORT."
        ) from error


def _load_the_planner() -> None:
    warming.load()
    serving.spare_what_is_loaded()


@click.command()
def worker() -> None:
    """Run a job worker until it is told to stop."""
    settings = settings_of(config.current)
    require_folder(settings)
    app = create_app(settings)
    with app.app_context():
        require_current_schema()
        db.engine.dispose()
    job_log.write_lines(app)
    # Beside the first jobs, so that the first plan does not wait for the planner to be loaded.
    Thread(target=_load_the_planner, daemon=True).start()
    # Until the queue's own handler is there, which lets jobs end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    request_log.note(event="worker started", worker=os.getpid())
    try:
        worker_presence.show(app)
        consumer(app).run()
    finally:
        request_log.note(event="worker stopped", worker=os.getpid())


def _serve(host: str, port: int, *, environment: dict[str, str], worker: bool = True) -> int:
    return serving.run(
        serving.web_command(host=host, port=port),
        serving.worker_command() if worker else None,
        environment=environment,
        folder=str(config.ROOT),
        note=request_log.note,
    )


def _say_welcome(address: str, accounts: list[str], password: str, folder: Path) -> None:
    click.echo(f"\n  pdplanner demo on {address}\n\n  Sign in as")
    for account in accounts:
        click.echo(f"    {account}")
    click.echo(f"  with the password  {password}\n")
    click.echo(f"  No mail is sent: invitations and links are written into {folder / 'outbox.log'}")
    click.echo(f"  Each request leaves a line in {folder / request_log.FILE}\n")
    click.echo("  Ctrl-C stops it; a second start keeps the data.\n")
