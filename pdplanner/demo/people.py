"""Units, accounts and people."""

from datetime import date

from pdplanner.accounts import services as accounts
from pdplanner.datafiles import Document, cents
from pdplanner.demo.world import World
from pdplanner.organization import services as organization


def add_units(world: World, entries: list[Document]) -> None:
    for entry in entries:
        unit = organization.create_unit(
            name=entry["name"],
            kind=entry["kind"],
            parent=world.units[entry["parent"]] if "parent" in entry else None,
            stale_after_months=entry.get("stale_after_months"),
            time_zone=entry.get("time_zone"),
        )
        organization.set_cover(unit, cover=entry.get("cover"))
        world.units[entry["code"]] = unit


def add_accounts(
    world: World, entries: list[Document], people: list[Document], password_hash: str
) -> None:
    """Add the accounts with their grants; a person's account bears the person's name."""
    names = {entry["account"]: entry["name"] for entry in people if "account" in entry}
    for entry in entries:
        user = accounts.create_user(
            email=entry["email"],
            name=names.get(entry["email"]) or entry["name"],
            password_hash=password_hash,
        )
        world.users[entry["email"]] = user
        for given in entry["grants"]:
            accounts.grant(user, role=given["role"], unit_id=world.units[given["unit"]].id)


def add_people(world: World, entries: list[Document]) -> None:
    for entry in entries:
        leaving_on = entry.get("leaving_on")
        world.people[entry["number"]] = organization.create_person(
            name=entry["name"],
            unit=world.units[entry["unit"]],
            hours=float(entry["hours"]),
            allowance_cents=cents(entry["allowance_usd"]),
            employee_number=entry["number"],
            leaving_on=date.fromisoformat(leaving_on) if leaving_on else None,
            job_roles=[world.job_roles[code] for code in entry["job_roles"]],
            user=world.users[entry["account"]] if "account" in entry else None,
        )
