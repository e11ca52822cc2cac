"""Links for the board, and the page that they open to whoever has one."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from pdplanner import clock
from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.budgets.models import FiscalYear
from pdplanner.extensions import db
from pdplanner.organization.models import Unit
from pdplanner.organization.queries import time_zone_of
from pdplanner.reports.board import links as board
from pdplanner.reports.board.forms import BoardLinkForm
from pdplanner.reports.models import BoardLink
from pdplanner.reports.views.blueprint import bp
from pdplanner.web.htmx import page
from pdplanner.web.mail_letters import site


@bp.get("/board/<token>")
@access.without_account
def board_of(token: str) -> ResponseReturnValue:
    """No account is asked for: whoever has the link reads, and can do nothing else."""
    link = board.link_of(token)
    if link is None:
        return page("reports/board_ended.html"), 404
    with clock.in_zone(time_zone_of([link.unit.path])):
        return page("reports/board.html", page=board.board_page(link))


@bp.get("/years/<int:fiscal_year_id>/board")
@access.requires("budget.read")
def board_links(fiscal_year_id: int) -> ResponseReturnValue:
    year = _year(fiscal_year_id)
    return _page(year, BoardLinkForm(units=_units(year)))


@bp.post("/years/<int:fiscal_year_id>/board")
@access.requires("budget.read")
def add_board_link(fiscal_year_id: int) -> ResponseReturnValue:
    year = _year(fiscal_year_id)
    # Gone where somebody removes it just now.
    access.load_to_change(FiscalYear, year.id, permission="signed_in")
    form = BoardLinkForm(request.form, units=_units(year))
    if not form.validate():
        return _page(year, form), 422
    unit = access.load(Unit, form.unit.data)
    asked = {"name": form.name.data, "days": form.days.data, "key": form.key.data}
    try:
        link, token = board.make_link(unit, year, by=signed_in_user(), **asked)
    except board.LinkOverError:
        db.session.rollback()
        flash("That link has ended and is not opened again. Make another one.")
        return redirect(url_for(".board_links", fiscal_year_id=fiscal_year_id), 303)
    said = f"Copy the link for {link.name} now, it is not shown again: {_address(token)}"
    db.session.commit()
    flash(said)
    return redirect(url_for(".board_links", fiscal_year_id=year.id), 303)


@bp.post("/board-links/<int:link_id>/end")
@access.requires("budget.read")
def end_board_link(link_id: int) -> ResponseReturnValue:
    link = access.load_to_change(BoardLink, link_id)
    year_id, name = link.fiscal_year_id, link.name
    board.end_link(link)
    db.session.commit()
    flash(f"The link for {name} opens nothing any more.")
    return redirect(url_for(".board_links", fiscal_year_id=year_id), 303)


def _year(fiscal_year_id: int) -> FiscalYear:
    """A year of a district in which the user reads some unit's budget."""
    year = access.load(FiscalYear, fiscal_year_id, permission="signed_in")
    return year if _units(year) else abort(404)


def _units(year: FiscalYear) -> list[tuple[int, str]]:
    """The tops of what the user reads of the year's district."""
    district = year.unit
    tops = {
        district.path if district.path.startswith(path) else path
        for path in access.paths("budget.read")
        if path.startswith(district.path) or district.path.startswith(path)
    }
    units = select(Unit.id, Unit.name).where(Unit.path.in_(tops))
    rows = db.session.execute(units.order_by(Unit.path)) if tops else ()
    return [(unit_id, name) for unit_id, name in rows]


def _address(token: str) -> str:
    return f"{site()}{url_for('.board_of', token=token)}"


def _page(year: FiscalYear, form: BoardLinkForm) -> str:
    return page(
        "reports/board_links.html",
        year=year,
        form=form,
        links=board.links_of(year, access.within(Unit.path, "budget.read")),
        now=clock.now(),
    )
