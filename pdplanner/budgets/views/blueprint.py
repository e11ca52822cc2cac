"""What both pages need: the blueprint, kept entries, refusals."""

from typing import Any

from flask import Blueprint, request
from werkzeug.datastructures import MultiDict

from pdplanner.accounts.sign_in import take_unsaved
from pdplanner.budgets.services import BudgetError
from pdplanner.web.forms import BaseForm

bp = Blueprint("budgets", __name__, url_prefix="/budget")


def unsaved() -> MultiDict[str, str] | None:
    """What was typed when the session ended, or None."""
    return MultiDict(take_unsaved(request.path)) or None


def refuse(form: BaseForm, error: BudgetError) -> None:
    """Show a refused change at the field that it is about."""
    field: Any = form[error.field]
    field.errors = [*field.errors, str(error)]
