"""Makes every list of the furnished world longer."""

from sqlalchemy import text

from pdplanner.extensions import db
from pdplanner.plans.models import Scenario
from tests.access.furnished import Furnished
from tests.sizes import people, plans


def grow(furnished: Furnished, number: int) -> None:
    """Add so many rows to each list; each number can be added once, and none below it again."""
    world, cast = furnished.world, furnished.world.cast
    people.add_units(cast, number)
    people.add_roles(cast, number)
    people.add_frameworks(number)
    people.add_history(cast, number)
    staff = people.add_people(cast, number)
    offerings = plans.add_offerings(world, number)
    plans.add_items(world, staff, offerings)
    plans.add_funds(world, number)
    built = db.session.get_one(Scenario, furnished.built_id)
    plans.add_scenarios(world, built, staff, offerings, number=number)
    db.session.commit()
    if db.engine.dialect.name == "postgresql":
        # Its plans follow statistics that are otherwise of lists that were empty a moment ago.
        db.session.execute(text("analyze"))
        db.session.commit()
