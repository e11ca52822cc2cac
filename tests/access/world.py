"""One record of each kind in Alder, seen from everybody's chair."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Flask

from pdplanner import clock
from pdplanner.assessments.models import Rating, SelfAssessment
from pdplanner.budgets.models import FiscalYear, Fund, SchoolTerm
from pdplanner.budgets.purchasing import add_threshold, add_vendor
from pdplanner.catalog.models import Membership, Offering, Provider, Quote, Session, Tag
from pdplanner.extensions import db
from pdplanner.files import storage
from pdplanner.frameworks.models import Framework
from pdplanner.notices.models import Notice
from pdplanner.organization.models import Blackout
from pdplanner.plans.models import LearningPlan, PlanItem, Scenario, ScenarioFund, State, Status
from pdplanner.plans.requests.files import add_file
from pdplanner.reports.board.links import make_link
from tests.support.cast import Cast, make_cast
from tests.support.client import Client
from tests.support.framework import make_framework, make_job_role
from tests.support.person_year import make_item, make_offering


@dataclass(frozen=True)
class World:
    cast: Cast
    ids: dict[str, Any]
    """The value of each argument that a route can have."""

    def clients(self, app: Flask, as_user: Any) -> dict[str, Client]:
        actors = {
            name: as_user(getattr(self.cast, name))
            for name in (
                "staff",
                "other_staff",
                "director",
                "other_director",
                "finance",
                "hr",
                "reader",
                "admin",
                "deactivated",
            )
        }
        anonymous = app.test_client()
        assert isinstance(anonymous, Client)
        return {"anonymous": anonymous.with_token(), **actors}

    def address(self, app: Flask, endpoint: str, *, replaced_by: int | None = None) -> str:
        """The address of the record in Alder, or of one that does not exist."""
        rule = next(rule for rule in app.url_map.iter_rules(endpoint))
        values = {}
        for name in rule.arguments:
            own = f"{endpoint}.{name}"
            held = self.ids[own if own in self.ids else argument(endpoint, name)]
            missing = replaced_by is not None and isinstance(held, int)
            values[name] = replaced_by if missing else held
        with app.test_request_context():
            return str(app.url_for(endpoint, **values))


def argument(endpoint: str, name: str) -> str:
    """A name that means different things in two slices is told apart by the endpoint."""
    return name if name != "code" else f"{endpoint.partition('.')[0]}.code"


def make_world() -> World:
    cast = make_cast()
    framework = make_framework()
    cast.sam.job_roles.append(make_job_role())
    ids = {
        "unit_id": cast.network.id,
        "district_id": cast.alder.id,
        "person_id": cast.sam.id,
        "grant_id": cast.finance.grants[0].id,
        "framework_code": framework.code,
        "frameworks.code": framework.code,
        "assessments.code": "I.A.1",
        "indicator_code": "I.A.1",
        "area_code": "I.A",
        "which": "funds",
        "token": "no-such-token",
        **_assessments(cast, framework),
        **_offerings(cast, framework),
        **_plans(cast),
    }
    db.session.commit()
    return World(cast=cast, ids=ids)


def _assessments(cast: Cast, framework: Framework) -> dict[str, int]:
    draft = SelfAssessment(person=cast.sam, framework=framework, started_at=clock.now())
    indicator = framework.categories[0].areas[0].indicators[0]
    draft.ratings.append(Rating(indicator=indicator, level=2, evidence="", rated_at=clock.now()))
    db.session.add(draft)
    db.session.flush()
    return {"assessment_id": draft.id}


def _offerings(cast: Cast, framework: Framework) -> dict[str, int]:
    indicator = framework.categories[0].areas[0].indicators[0]
    provider = Provider(name="Alder Academy")
    own = Offering(
        code="own",
        unit=cast.alder,
        provider=provider,
        title="Wires by hand",
        format="in-person",
        price_cents=10_000,
        hours=8,
        tags=[Tag(indicator=indicator, level=3, from_level=0)],
    )
    day = clock.today() + timedelta(days=30)
    own.sessions.append(Session(unit_id=cast.alder.id, starts_on=day, ends_on=day, seats=5))
    quote = Quote(offering=own, unit=cast.alder, price_cents=9_000, entered_at=clock.now())
    membership = Membership(
        provider=provider, unit=cast.alder, held=False, price_cents=90_000, source="Their mail",
        quoted_on=clock.today(), entered_at=clock.now(),
    )  # fmt: skip
    db.session.add_all([own, quote, membership])
    db.session.flush()
    return {
        "offering_id": own.id,
        "session_id": own.sessions[0].id,
        "quote_id": quote.id,
        "membership_id": membership.id,
    }


def _plans(cast: Cast) -> dict[str, int]:
    year = FiscalYear(unit=cast.alder, starts_on=_first_day(), ends_on=_last_day())
    fund = Fund(
        unit=cast.alder,
        fiscal_year=year,
        name="Local",
        source="local",
        cap="block",
        spend_by=_last_day(),
        allocated_cents=500_000,
    )
    plan = LearningPlan(person=cast.sam, fiscal_year=year)
    item = PlanItem(
        plan=plan,
        offering=db.session.query(Offering).one(),
        price_cents=9_000,
        hours=8,
        proposed_by=cast.director,
        changed_at=clock.now(),
    )
    scenario = Scenario(
        unit=cast.network,
        fiscal_year=year,
        name="What if",
        saved=True,
        status=Status.WAITING,
        best_value=10,
        best_bound=20,
        budgets=[ScenarioFund(fund=fund, limit_cents=100_000)],
    )
    term = SchoolTerm(fiscal_year=year, name="Winter", starts_on=_first_day(), ends_on=_first_day())
    blackout = Blackout(
        unit=cast.alder, name="Testing", starts_on=_first_day(), ends_on=_first_day()
    )
    db.session.add_all([year, fund, plan, item, scenario, term, blackout])
    db.session.flush()
    bought = make_item(cast.sam, year, make_offering("Bought", {}), state=State.APPROVED)
    threshold = add_threshold(cast.alder, above_cents=3_500_00, requires="Three written quotes")
    vendor = add_vendor(cast.alder, name="Learning Works", number="0042")
    stored = storage.keep(sent_name="quote.pdf", content=b"%PDF-1.7", by_id=cast.staff.id)
    file = add_file(item, stored, kind="quote")
    notice = Notice(
        user=cast.staff, at=clock.now(), subject="Wires by hand: approved", said="It is approved.",
        path="/notices/",
    )  # fmt: skip
    db.session.add(notice)
    db.session.flush()
    link, token = make_link(cast.alder, year, name="The board", days=7, by=cast.finance, key="a")
    return {
        "link_id": link.id,
        "reports.board_of.token": token,
        "notice_id": notice.id,
        "file_id": file.id,
        "threshold_id": threshold.id,
        "vendor_id": vendor.id,
        "term_id": term.id,
        "blackout_id": blackout.id,
        "fiscal_year_id": year.id,
        "fund_id": fund.id,
        "plan_id": plan.id,
        "item_id": item.id,
        # What is not approved is not bought.
        "requests.edit_purchase.item_id": bought.id,
        "requests.save_purchase.item_id": bought.id,
        "scenario_id": scenario.id,
    }


def _first_day() -> date:
    return clock.today().replace(month=1, day=1)


def _last_day() -> date:
    return clock.today().replace(month=12, day=31)
