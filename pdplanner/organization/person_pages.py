"""The pages about one person, in several slices, which lead to each other."""

from typing import NamedTuple

from pdplanner.accounts import access
from pdplanner.organization.models import Person


class PersonPage(NamedTuple):
    label: str
    endpoint: str
    permission: str


PAGES = (
    PersonPage("Work and account", "organization.person", "person.read"),
    PersonPage("Levels and gaps", "assessments.person", "level.read"),
    PersonPage("Plan", "plans.person_plan", "plan.read"),
)


def pages_of(person: Person) -> list[PersonPage]:
    """Return the pages about a person that the user may see."""
    return [each for each in PAGES if access.may(each.permission, person)]
