from collections.abc import Collection

from sqlalchemy import select

from pdplanner import clock
from pdplanner.catalog.models import Format, Offering
from pdplanner.catalog.services.providers import provider_named
from pdplanner.catalog.services.tags import set_tags
from pdplanner.extensions import db
from pdplanner.frameworks.models import SkillArea
from pdplanner.organization.models import Person, Unit

PROVIDER = "A colleague"
LEVEL_REACHED = 3
LONGEST_TITLE = 200


def create_mentoring(
    mentor: Person,
    *,
    area: SkillArea,
    hours: float,
    places: int,
    unit: Unit,
    indicator_ids: Collection[int],
) -> Offering:
    """Offer a colleague's mentoring in an area to a unit, or change what they offer there.

    `indicator_ids` are those of the area in which the mentor is at level 4; each is brought to 3
    from any level below. `hours` are of one place, for the learner.
    """
    offering = _offered_or_new(unit, f"mentoring-{mentor.id}-{area.id}")
    offering.mentor, offering.provider = mentor, provider_named(PROVIDER)
    offering.title = f"Mentoring in {area.title}, with {mentor.name}"[:LONGEST_TITLE]
    offering.description = (
        "Regular meetings with a colleague who knows the area from their own work."
    )
    offering.format, offering.price_cents, offering.active = Format.MENTORING, 0, True
    offering.hours, offering.places, offering.as_of = hours, places, clock.today().isoformat()
    set_tags(offering, [(each, LEVEL_REACHED, 0) for each in sorted(indicator_ids)])
    db.session.add(offering)
    db.session.flush()
    return offering


def _offered_or_new(unit: Unit, code: str) -> Offering:
    offered = select(Offering).where(Offering.unit == unit, Offering.code == code)
    return db.session.scalar(offered) or Offering(unit=unit, code=code, tags=[])
