"""Terms and blackouts of the fiscal years."""

from datetime import date

from pdplanner.budgets import calendar
from pdplanner.datafiles import Document
from pdplanner.demo.money import year_key
from pdplanner.demo.world import World


def add_terms(world: World, entries: list[Document]) -> None:
    for entry in entries:
        calendar.add_term(
            world.years[year_key(world.units[entry["unit"]], entry["fiscal_year"])],
            name=entry["name"],
            starts_on=date.fromisoformat(entry["starts_on"]),
            ends_on=date.fromisoformat(entry["ends_on"]),
            hours=float(entry["hours"]) if "hours" in entry else None,
        )


def add_blackouts(world: World, entries: list[Document]) -> None:
    for entry in entries:
        unit = world.units[entry["unit"]]
        calendar.add_blackout(
            world.years[year_key(unit, entry["fiscal_year"])],
            unit=unit,
            name=entry["name"],
            starts_on=date.fromisoformat(entry["starts_on"]),
            ends_on=date.fromisoformat(entry["ends_on"]),
        )
