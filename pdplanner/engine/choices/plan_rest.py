"""What a plan leaves of hours, allowances and money."""

from collections import Counter
from collections.abc import Iterable, Mapping

from pdplanner.engine.choices.funding import Purse, add_bills
from pdplanner.engine.choices.hours_left import HoursLeft
from pdplanner.engine.choices.place import Candidate, Place
from pdplanner.engine.choices.purchase import cohort_mask, cohort_price, shared_bills
from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.result import Result


class PlanRest:
    """Hours left and cents spent by person, room in bought cohorts, and what the funds pay."""

    def __init__(self, problem: Problem, result: Result) -> None:
        self.problem, self.purse = problem, Purse(problem)
        self.hours = {one.id: HoursLeft(one) for one in problem.people}
        self.spent = dict.fromkeys(self.hours, 0)
        places = Counter(one.offering for one in result.choices if one.mode == "cohort")
        self.room = {
            one.offering: one.count * self._seats(one.offering) - places[one.offering]
            for one in result.cohorts
        }
        for choice in result.choices:
            offering = problem.offering_by_id[choice.offering]
            self.hours[choice.person].take(offering)
            self.spent[choice.person] += choice.price + choice.costs
            if offering.mentor in self.hours:
                self.hours[offering.mentor].mentor(offering)
        self.members = tuple(one.membership for one in result.memberships)
        self.bills = self._bills(result)

    def _bills(self, result: Result) -> dict[int, int]:
        """Everything that the plan pays, by set of funds."""
        places = []
        for choice in result.choices:
            person = self.problem.person_by_id[choice.person]
            offering = self.problem.offering_by_id[choice.offering]
            places.append({self.purse.mask(offering.funds, person.funds): choice.price})
            places += [
                {self.purse.mask(cost.funds, person.funds): cost.amount} for cost in offering.costs
            ]
        cohorts = {one.offering: one.count for one in result.cohorts}
        return add_bills(shared_bills(self.problem, self.purse, cohorts, self.members), *places)

    def short(self, chosen: Iterable[tuple[Candidate, Place]]) -> int:
        """Cents that the funds lack to pay these places beside the plan, however they share it.

        With a membership that is not bought, and another cohort where none has room.
        """
        bills: list[Mapping[int, int]] = []
        for candidate, place in chosen:
            bills.append(place.bills)
            one = candidate.offering.id
            if place.mode == "cohort" and self.room.get(one, 0) <= 0:
                mask = cohort_mask(self.problem, self.purse, one)
                bills.append({mask: cohort_price(self.problem, one)})
            member = candidate.offering.member
            if place.mode == "member" and member and member.membership not in self.members:
                bills.append(shared_bills(self.problem, self.purse, {}, (member.membership,)))
        return self.purse.short(add_bills(self.bills, *bills)) if any(bills) else 0

    def _seats(self, offering_id: str) -> int:
        cohort = self.problem.offering_by_id[offering_id].cohort
        return 0 if cohort is None else cohort.seats
