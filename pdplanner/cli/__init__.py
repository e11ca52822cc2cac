"""The `pdplanner` command. Each subcommand says with --help what it does."""

import logging

import click

from pdplanner.cli import catalog, database, planning, serving

LOG_LINE = "%(asctime)s %(levelname)s %(name)s %(message)s"


@click.group()
def main() -> None:
    """Plan the professional development of school technology teams."""
    logging.basicConfig(level=logging.WARNING, format=LOG_LINE)


for command in (
    serving.serve_demo,
    serving.serve,
    serving.worker,
    database.upgrade_database,
    database.create_admin,
    database.check_data,
    catalog.check_shipped_catalog,
    planning.solve,
    planning.check_plan,
    planning.warm,
):
    main.add_command(command)
