"""Loads the fictional district once, in one transaction."""

from pathlib import Path

from sqlalchemy import select

from pdplanner.accounts import queries as accounts
from pdplanner.assessments import services as assessments
from pdplanner.demo import calendar, money, offers, people, ratings, taken
from pdplanner.demo.documents import FOLDER, DemoDocuments, read_demo
from pdplanner.demo.world import shipped_world
from pdplanner.extensions import db
from pdplanner.organization.models import Unit, UnitKind
from pdplanner.web import transactions


def load(password_hash: str, *, folder: Path = FOLDER) -> list[str]:
    """Load the demo district, and say who can sign in; the commit is the caller's.

    What `shipped.load` loads must be there. A district of the same name is left as it is, with what
    people have made of it; its accounts get the password all the same, since it is the one that is
    printed. Raises datafiles.DataFileError.
    """
    documents = read_demo(folder)
    addresses = [entry["email"] for entry in documents.district["accounts"]]
    with transactions.writing():
        if _is_loaded(documents.district["units"][0]["name"]):
            _set_passwords(addresses, password_hash)
        else:
            _load(documents, password_hash)
        return [_account(address) for address in addresses]


def _load(documents: DemoDocuments, password_hash: str) -> None:
    world = shipped_world()
    district, staff = documents.district, documents.people["people"]
    people.add_units(world, district["units"])
    people.add_accounts(world, district["accounts"], staff, password_hash)
    people.add_people(world, staff)
    money.add_fiscal_years(world, district["fiscal_years"])
    money.add_account_segments(world, district["account_segments"])
    money.add_thresholds(world, district["purchasing"])
    calendar.add_terms(world, district["terms"])
    calendar.add_blackouts(world, district["blackouts"])
    money.add_funds(world, district["funds"])
    for document in documents.assessments.values():
        ratings.add_assessments(world, document)
    ratings.add_reviews(world, documents.reviews)
    assessments.settle(world.people.values())
    offers.add_offerings(world, documents.offerings)
    offers.add_mentoring(world, documents.offerings)
    offers.add_quotes(world, documents.quotes)
    offers.add_memberships(world, documents.quotes)
    offers.add_sessions(world, documents.sessions)
    taken.add_plans(world, documents.plans)


def _is_loaded(name: str) -> bool:
    named = select(Unit.id).where(Unit.name == name, Unit.kind == UnitKind.DISTRICT)
    return db.session.scalar(named.limit(1)) is not None


def _set_passwords(addresses: list[str], password_hash: str) -> None:
    for address in addresses:
        if user := accounts.user_with_email(address):
            user.password = password_hash


def _account(email: str) -> str:
    user = accounts.user_with_email(email)
    if user is None:
        return f"{email} (no longer there)"
    roles = ", ".join(grant.role for grant in user.grants) or "staff"
    return f"{email}  {user.name}, {roles}"
