"""The people of the tests: a state with two districts, and somebody in every role.

Alder is the district of most stories: its technology department has two teams, Network and
Support. Birch is next door and must never see it.
"""

from dataclasses import dataclass

from sqlalchemy import select

from pdplanner.accounts import services as accounts
from pdplanner.accounts.models import User
from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit, UnitKind
from tests.support import kept

ACCOUNTS = (
    "staff",
    "other_staff",
    "director",
    "other_director",
    "finance",
    "hr",
    "reader",
    "admin",
    "deactivated",
)


@dataclass(frozen=True)
class Cast:
    state: Unit
    alder: Unit
    department: Unit
    network: Unit
    support: Unit
    birch: Unit
    birch_team: Unit

    staff: User
    other_staff: User
    director: User
    other_director: User
    finance: User
    hr: User
    reader: User
    admin: User
    deactivated: User

    sam: Person
    """The person behind `staff`, in Network."""
    olga: Person
    """The person behind `other_staff`, in Birch."""
    dana: Person
    """The person behind `director`, in the department."""


def make_cast() -> Cast:
    """Let an empty database hold the cast, and commit."""
    kept.made("cast", _add)
    units = {each.name: each for each in db.session.scalars(select(Unit))}
    users = {each.name: each for each in db.session.scalars(select(User))}
    people = {each.name: each for each in db.session.scalars(select(Person))}
    return Cast(
        state=units["Evergreen State"],
        alder=units["Alder"],
        department=units["Technology"],
        network=units["Network"],
        support=units["Support"],
        birch=units["Birch"],
        birch_team=units["Birch Technology"],
        sam=people["Sam Staff"],
        olga=people["Olga Other"],
        dana=people["Dana Director"],
        **{account: users[_name(account)] for account in ACCOUNTS},
    )


def _add() -> None:
    state = make_unit("Evergreen State", UnitKind.STATE)
    alder = make_unit("Alder", UnitKind.DISTRICT, parent=state)
    department = make_unit("Technology", UnitKind.DEPARTMENT, parent=alder)
    network = make_unit("Network", UnitKind.TEAM, parent=department)
    make_unit("Support", UnitKind.TEAM, parent=department)
    birch = make_unit("Birch", UnitKind.DISTRICT, parent=state)
    birch_team = make_unit("Birch Technology", UnitKind.TEAM, parent=birch)
    users = {
        account: accounts.create_user(email=f"{account}@example.org", name=_name(account))
        for account in ACCOUNTS
    }
    for role in ("director", "finance", "hr", "reader", "admin"):
        accounts.grant(users[role], role=role, unit_id=alder.id)
    accounts.grant(users["other_director"], role="director", unit_id=birch.id)
    make_person("Sam Staff", network, user=users["staff"])
    make_person("Olga Other", birch_team, user=users["other_staff"])
    make_person("Dana Director", department, user=users["director"])
    accounts.grant(users["deactivated"], role="director", unit_id=alder.id)
    accounts.deactivate(users["deactivated"])


def _name(account: str) -> str:
    return account.replace("_", " ").title()


def make_unit(name: str, kind: UnitKind, *, parent: Unit | None = None) -> Unit:
    unit = Unit(name=name, kind=kind, parent=parent, path="")
    db.session.add(unit)
    db.session.flush()
    unit.path = f"{parent.path if parent else ''}{unit.id}/"
    db.session.flush()
    return unit


def make_person(name: str, unit: Unit, *, user: User | None = None, hours: float = 40) -> Person:
    person = Person(name=name, unit=unit, user=user, hours=hours, allowance_cents=900_00)
    db.session.add(person)
    db.session.flush()
    return person
