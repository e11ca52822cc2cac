"""Fiscal years and funds."""

from datetime import date

from pdplanner.budgets.models import FiscalYear, Fund, FundArea, FundRefusedFormat
from pdplanner.datafiles import Document, cents
from pdplanner.demo.world import World
from pdplanner.extensions import db
from pdplanner.organization import queries as organization
from pdplanner.organization.models import Unit


def add_fiscal_years(world: World, entries: list[Document]) -> None:
    for entry in entries:
        year = FiscalYear(
            unit=world.units[entry["unit"]],
            starts_on=date.fromisoformat(entry["starts_on"]),
            ends_on=date.fromisoformat(entry["ends_on"]),
        )
        db.session.add(year)
        world.years[year_key(year.unit, entry["starts_on"])] = year
    db.session.flush()


def add_funds(world: World, entries: list[Document]) -> None:
    for entry in entries:
        unit = world.units[entry["unit"]]
        fund = Fund(
            unit=unit,
            fiscal_year=world.years[year_key(unit, entry["fiscal_year"])],
            name=entry["name"],
            source=entry["source"],
            account_code=entry["account_code"],
            cap=entry["cap"],
            spend_by=date.fromisoformat(entry["spend_by"]),
            allocated_cents=cents(entry["allocated_usd"]),
            encumbered_cents=cents(entry["encumbered_usd"]),
            spent_cents=cents(entry["spent_usd"]),
            note=entry.get("note", ""),
        )
        fund.areas = [FundArea(area=world.areas[code]) for code in entry.get("areas", ())]
        fund.refused_formats = [
            FundRefusedFormat(format=name) for name in entry.get("refused_formats", ())
        ]
        db.session.add(fund)
        world.funds[f"{entry['code']} {entry['fiscal_year']}"] = fund
    db.session.flush()


def year_key(unit: Unit, starts_on: str) -> str:
    """The key of a fiscal year: its district's name and its first day."""
    district = organization.district_of(unit) or unit
    return f"{district.name} {starts_on}"
