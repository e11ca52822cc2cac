"""The board's links of a fiscal year, which keep it from being removed."""

from sqlalchemy import func, select

from pdplanner.budgets.models import FiscalYear
from pdplanner.budgets.signals import in_the_year
from pdplanner.extensions import db
from pdplanner.reports.board.links import opens
from pdplanner.reports.models import BoardLink
from pdplanner.web.filters import plural


@in_the_year.connect
def links_in(year: FiscalYear) -> list[str]:
    """Count the links that still open; the others go with the year."""
    links = select(func.count(BoardLink.id)).join(BoardLink.unit).join(BoardLink.made_by)
    number = db.session.scalar(links.where(BoardLink.fiscal_year_id == year.id, opens())) or 0
    return [plural(number, "link for the board", "links for the board")] if number else []
