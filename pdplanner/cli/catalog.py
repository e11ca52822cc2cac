"""The data that the project ships."""

import click

from pdplanner.catalog.checks import check_catalog


@click.command("check-catalog")
def check_shipped_catalog() -> None:
    """Check the catalog/ folder: each file by its schema, and what they say of each other."""
    problems = check_catalog()
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise click.ClickException(f"{len(problems)} problems in catalog/.")
    click.echo("catalog/ is sound.")
