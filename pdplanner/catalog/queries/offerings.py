from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload, subqueryload

from pdplanner import clock
from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from pdplanner.organization.models import Person


def offerings_for(unit_path: str) -> Sequence[Offering]:
    """Return what is offered to the people of a unit, by title, with provider, mentor and tags."""
    offered = select(Offering).where(Offering.active, offered_to(unit_path), has_its_mentor())
    # One query for all tags: a select of their keys sends one for every 500 offerings.
    loaded = offered.options(
        joinedload(Offering.provider), joinedload(Offering.mentor), subqueryload(Offering.tags)
    )
    return db.session.scalars(loaded.order_by(func.lower(Offering.title), Offering.id)).all()


def titles_of(offering_ids: Collection[int]) -> dict[int, str]:
    """Return titles by id, of offerings that are no more offered as well."""
    rows = select(Offering.id, Offering.title).where(Offering.id.in_(offering_ids))
    return dict(db.session.execute(rows).all())


def offered_to(unit_path: str) -> ColumnElement[bool]:
    """The condition for offerings that are shipped, or owned by a unit at or above the path."""
    owners = [int(each) for each in unit_path.split("/") if each]
    return or_(Offering.unit_id.is_(None), Offering.unit_id.in_(owners))


def has_its_mentor() -> ColumnElement[bool]:
    """The condition for offerings that need no mentor, or whose mentor works here still."""
    here = or_(Person.leaving_on.is_(None), Person.leaving_on >= clock.today())
    # Few have a mentor: to look at each one's would be to look at all people.
    gone = select(Offering.id).join(Person, Person.id == Offering.mentor_id)
    return Offering.id.not_in(gone.where(~and_(Person.active, here)))
