"""Fiscal years and funds."""

from datetime import date, datetime, time

from pdplanner.budgets import account_codes, purchasing
from pdplanner.budgets import services as budgets
from pdplanner.budgets.account_codes import Segment
from pdplanner.budgets.models import FiscalYear
from pdplanner.budgets.rules import Rules
from pdplanner.datafiles import Document, cents
from pdplanner.demo.world import World
from pdplanner.extensions import db
from pdplanner.organization import queries as organization
from pdplanner.organization.models import Unit

OPENED = time(9, 0)


def add_fiscal_years(world: World, entries: list[Document]) -> None:
    for entry in entries:
        above = entry.get("finance_above_usd")
        year = FiscalYear(
            unit=world.units[entry["unit"]],
            starts_on=date.fromisoformat(entry["starts_on"]),
            ends_on=date.fromisoformat(entry["ends_on"]),
            finance_above_cents=None if above is None else cents(above),
        )
        db.session.add(year)
        world.years[year_key(year.unit, entry["starts_on"])] = year
    db.session.flush()


def add_account_segments(world: World, entries: list[Document]) -> None:
    """All entries of a district together say how its account codes are made up."""
    segments: dict[str, list[Segment]] = {}
    for entry in entries:
        segment = Segment(entry["name"], entry["length"], entry.get("values", ""))
        segments.setdefault(entry["unit"], []).append(segment)
    for unit, parts in segments.items():
        account_codes.set_segments(world.units[unit], parts)


def add_thresholds(world: World, entries: list[Document]) -> None:
    for entry in entries:
        purchasing.add_threshold(
            world.units[entry["unit"]],
            above_cents=cents(entry["above_usd"]),
            requires=entry["requires"],
        )


def add_funds(world: World, entries: list[Document]) -> None:
    for entry in entries:
        unit = world.units[entry["unit"]]
        year = world.years[year_key(unit, entry["fiscal_year"])]
        world.funds[f"{entry['code']} {entry['fiscal_year']}"] = budgets.add_fund(
            unit=unit,
            fiscal_year=year,
            name=entry["name"],
            source=entry["source"],
            account_code=entry["account_code"],
            cap=entry["cap"],
            spend_by=date.fromisoformat(entry["spend_by"]),
            allocated_cents=cents(entry["allocated_usd"]),
            note=entry.get("note", ""),
            rules=Rules(
                areas=[world.areas[code].id for code in entry.get("areas", ())],
                refused_formats=entry.get("refused_formats", ()),
            ),
            by_id=None,
            at=datetime.combine(year.starts_on, OPENED),
        )


def year_key(unit: Unit, starts_on: str) -> str:
    """The key of a fiscal year: its district's name and its first day."""
    district = organization.district_of(unit) or unit
    return f"{district.name} {starts_on}"
