"""What is left of a person's hours, of the year and of each term, while offerings are taken."""

from pdplanner.engine.values.offering import Offering
from pdplanner.engine.values.person import Person


class HoursLeft:
    """Of one person."""

    def __init__(self, person: Person) -> None:
        self.quarters = person.quarters
        self.of_terms = {**person.term_quarters}

    def allow(self, offering: Offering) -> bool:
        """Whether they suffice for the offering."""
        of_term = self.of_terms.get(offering.term or "", self.quarters)
        return offering.quarters <= min(self.quarters, of_term)

    def take(self, offering: Offering) -> None:
        self.quarters -= offering.quarters
        if offering.term in self.of_terms:
            self.of_terms[offering.term] -= offering.quarters

    def mentor(self, offering: Offering) -> None:
        """What a mentor gives has no term."""
        self.quarters -= offering.quarters
