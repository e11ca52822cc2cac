"""What the pages need: the blueprint, kept entries, refusals."""

from collections.abc import Callable

from flask import Blueprint

from pdplanner.accounts import access
from pdplanner.budgets.errors import BudgetError
from pdplanner.budgets.models import FiscalYear
from pdplanner.organization.services import tree
from pdplanner.web.forms import BaseForm

bp = Blueprint("budgets", __name__, url_prefix="/budget")


def held_year(fiscal_year_id: int, *, permission: str = "") -> FiscalYear:
    """The year, of which nobody else changes or removes anything: whoever does waits for the tree.

    The tree is held first, as by all of them; a year that was removed meanwhile answers 404.
    """
    tree.hold(access.load(FiscalYear, fiscal_year_id, permission=permission).unit)
    return access.load_to_change(FiscalYear, fiscal_year_id, permission=permission)


def refuse(form: BaseForm, error: BudgetError) -> None:
    """Show a refused change at the field that it is about."""
    form.refuse(form[error.field], str(error))


def done(form: BaseForm, change: Callable[[], object]) -> bool:
    """Whether a change was made; where a rule refuses it, the form shows why."""
    try:
        change()
    except BudgetError as error:
        refuse(form, error)
        return False
    return True
