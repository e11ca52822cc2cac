"""Which fiscal years and units the permission of a view reaches."""

from flask import abort

from pdplanner.accounts import access
from pdplanner.budgets.models import FiscalYear
from pdplanner.organization import queries as organization
from pdplanner.organization import trees
from pdplanner.organization.models import Unit


def year_in_reach(fiscal_year_id: int) -> FiscalYear:
    """A fiscal year of a district in which the user keeps some unit; 404 for another."""
    year = access.load(FiscalYear, fiscal_year_id, permission="signed_in")
    return year if kept_units(year) else abort(404)


def kept_units(year: FiscalYear) -> list[tuple[int, str]]:
    """The units of the year's district that the user keeps, as choices by their place."""
    kept = access.within(Unit.path) & organization.below(year.unit)
    return trees.choices(trees.grow(organization.unit_names(kept), {}))
