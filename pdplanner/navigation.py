"""The tabs in the header: what each role works with."""

from dataclasses import dataclass, replace

from flask import Flask, request, url_for
from flask_security import current_user

from pdplanner.accounts import access
from pdplanner.accounts.models import Theme


@dataclass(frozen=True)
class Tab:
    """A slice's first page; `also` are other blueprints whose pages belong there."""

    label: str
    endpoint: str
    permission: str
    also: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        return url_for(self.endpoint)

    @property
    def current(self) -> bool:
        return (request.blueprint or "") in (self.endpoint.partition(".")[0], *self.also)


TABS: tuple[Tab, ...] = (
    Tab("My year", "home.index", "signed_in"),
    Tab("My skills", "assessments.index", "assessment.write"),
    Tab("Choose", "plans.choose", "plan.write"),
    Tab("Team plan", "teams.index", "team.read"),
    Tab("Requests", "requests.index", "request.answer"),
    Tab("Readiness", "readiness.index", "readiness.read"),
    Tab("People", "organization.people", "unit.read"),
    Tab("Catalog", "catalog.index", "catalog.read"),
    Tab("Budget", "reports.budget", "budget.read", also=("budgets", "trail")),
    Tab("Framework", "frameworks.index", "framework.read"),
)


def init_app(app: Flask) -> None:
    app.context_processor(_header)


def _header() -> dict[str, object]:
    if not current_user.is_authenticated:
        return {"tabs": (), "theme": Theme.LIGHT}
    tabs = [_named(tab) for tab in TABS if access.may_somewhere(tab.permission)]
    return {"tabs": tabs, "theme": current_user.theme, "unread": access.unread_notices()}


def _named(tab: Tab) -> Tab:
    """A tab as its reader has it.

    Who is no staff has no year of their own; their first page is called as it is headed. Who
    answers no requests has no list of them; their own belong to what they choose.
    """
    if tab.endpoint == "plans.choose" and not access.may_somewhere("request.answer"):
        return replace(tab, also=("requests",))
    no_staff = tab.endpoint == "home.index" and access.own_home() is None
    return replace(tab, label="Start") if no_staff else tab
