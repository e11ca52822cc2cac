"""Rules of funds: providers, units, job roles, travel; and costs that are split by percent."""

import pytest

from pdplanner import clock
from pdplanner.budgets.rules import Rules, in_words, set_rules
from pdplanner.budgets.successors import make_successor
from pdplanner.catalog.models import Quote
from pdplanner.extensions import db
from pdplanner.organization.models import JobRole
from pdplanner.plans.items.costs import set_costs
from pdplanner.plans.items.payers import payers_of, payers_of_each, shares
from pdplanner.plans.models import CostKind
from pdplanner.plans.requests import steps
from pdplanner.plans.requests.errors import SplitError
from tests.support.framework import make_job_role
from tests.support.html import text_of
from tests.support.person_year import make_item, make_offering, make_year, sent
from tests.support.planned_team import make_fund as make_plan_fund
from tests.support.planned_team import make_offering as make_plan_offering
from tests.support.planned_team import make_planned_team
from tests.support.planning import person_in, problem
from tests.support.queries import count_queries
from tests.support.requesting import asked, columns, fund, post


@pytest.fixture
def team(cast):
    return make_planned_team(cast)


@pytest.fixture
def item(cast, year):
    """A conference for $200, of which $80 are for the way there."""
    offering = make_offering("Wires", {"I.A.1": (2, 0)}, dollars=120)
    made = make_item(cast.sam, year, offering, by=cast.staff, answered=True)
    travel = {CostKind.TRAVEL: 50_00, CostKind.LODGING: 20_00, CostKind.MEALS: 10_00}
    set_costs(made, {CostKind.FEE: 120_00, **travel})
    db.session.commit()
    return made


def names(funds):
    return [each.name for each in funds]


def test_a_fund_pays_only_the_providers_of_its_rules(cast, year, item):
    fund(cast, year, "Theirs", rules=Rules(providers=[item.offering.provider_id]))
    other = make_offering("Waves", {}, provider="Elsewhere")
    fund(cast, year, "Others", rules=Rules(providers=[other.provider_id]))

    assert names(payers_of(item).funds) == ["Theirs"]


def test_a_fund_pays_only_for_people_of_its_units(cast, year, item):
    fund(cast, year, "Network", rules=Rules(units=[cast.network.id, cast.support.id]))
    fund(cast, year, "Support", rules=Rules(units=[cast.support.id]))

    assert names(payers_of(item).funds) == ["Network"]


def test_a_fund_pays_only_for_the_job_roles_of_its_rules(cast, year, item):
    role = make_job_role()
    fund(cast, year, "For the role", rules=Rules(job_roles=[role.id]))
    before = names(payers_of(item).funds)
    cast.sam.job_roles.append(role)
    db.session.commit()

    assert (before, names(payers_of(item).funds)) == ([], ["For the role"])


def test_rules_are_said_in_words(cast, year, item):
    role = make_job_role()
    made = fund(
        cast, year, "Grant", refuses_travel=True,
        rules=Rules(
            providers=[item.offering.provider_id], units=[cast.support.id, cast.network.id],
            job_roles=[role.id], refused_formats=["conference"],
        ),
    )  # fmt: skip

    assert in_words(made) == (
        "Pays only for offerings of Learning Works. Pays only for people of Network or Support. "
        f"Pays only for the job role {role.title}. "
        "Does not pay for conference or travel, lodging and meals."
    )


def test_a_fund_that_leaves_travel_to_others_pays_none(cast, year, item):
    """The grant pays the fee and no more; who else is named pays the way there."""
    grant = fund(cast, year, "A grant", refuses_travel=True)
    local = fund(cast, year, "Local")
    payers = payers_of(item)

    assert payers.suggested() == {grant.id: 120_00, local.id: 80_00}
    assert payers.fault_of({grant.id: 120_01, local.id: 79_99}) == (
        "Without travel it costs $120; A grant would pay more than that."
    )
    asked(cast, item)
    with pytest.raises(SplitError, match="Without travel"):
        steps.approve(item, parts={grant.id: 200_00}, sent=sent(cast.director))


def test_funds_that_would_pay_travel_are_named_in_a_row(cast, year, item):
    grants = [fund(cast, year, f"{each} grant", refuses_travel=True) for each in "ABC"]

    fault = payers_of(item).fault_of(
        {grants[0].id: 66_00, grants[1].id: 67_00, grants[2].id: 67_00}
    )

    assert fault == (
        "Without travel it costs $120; A grant, B grant and C grant would pay more than that."
    )


def test_a_fund_that_pays_travel_pays_it_first(cast, year, item):
    """Whatever ends first: what the grant may pay is left to it."""
    local, grant = (
        fund(cast, year, "A local", dollars=100),
        fund(cast, year, "B grant", refuses_travel=True),
    )

    assert payers_of(item).suggested() == {local.id: 100_00, grant.id: 100_00}


def test_travel_that_cost_more_is_paid_by_those_that_pay_it(cast, year, item):
    grant, local = fund(cast, year, "A grant", refuses_travel=True), fund(cast, year, "Local")
    asked(cast, item)
    parts = {grant.id: 120_00, local.id: 80_00}
    steps.approve(item, parts=parts, sent=sent(cast.director))
    steps.register(item, sent=sent(cast.staff))
    steps.complete(
        item,
        actual={CostKind.FEE: 120_00, CostKind.TRAVEL: 130_00},
        sent=sent(cast.finance, "The flight."),
        more=50_00,
    )
    db.session.commit()

    assert columns(grant)[2] == 120_00
    assert columns(local)[2] == 130_00


def test_travel_is_refused_where_nobody_named_pays_it(cast, year, item):
    set_costs(item, {CostKind.FEE: 120_00})
    grant = fund(cast, year, "A grant", refuses_travel=True)
    asked(cast, item)
    steps.approve(item, parts={grant.id: 120_00}, sent=sent(cast.director))
    steps.register(item, sent=sent(cast.staff))

    with pytest.raises(SplitError, match="No fund that pays travel is named"):
        steps.complete(
            item, actual={CostKind.FEE: 120_00, CostKind.TRAVEL: 1}, sent=sent(cast.finance)
        )


def test_a_rule_that_came_after_the_approval_keeps_nobody_from_completing(cast, year, item):
    """What was approved for travel is paid by whom it was set aside from."""
    local = fund(cast, year, "Local")
    asked(cast, item)
    steps.approve(item, parts={local.id: 200_00}, sent=sent(cast.director))
    steps.register(item, sent=sent(cast.staff))
    local.refuses_travel = True
    db.session.commit()
    actual = {CostKind.FEE: 130_00, CostKind.TRAVEL: 50_00, CostKind.LODGING: 20_00}
    steps.complete(
        item,
        actual={**actual, CostKind.MEALS: 10_00},
        sent=sent(cast.finance, "Meals."),
        more=10_00,
    )

    assert columns(local)[2] == 210_00


def test_shares_keep_the_proportion_where_the_rules_allow_it(cast, year):
    grant, local = fund(cast, year, "Grant", refuses_travel=True), fund(cast, year, "Local")
    held = {grant.id: 100, local.id: 100}
    before = {CostKind.FEE: 100, CostKind.TRAVEL: 100}

    def split_at(fee, travel):
        return shares({CostKind.FEE: fee, CostKind.TRAVEL: travel}, before, held)

    assert split_at(50, 50) == {grant.id: 50, local.id: 50}
    assert split_at(40, 60) == {grant.id: 40, local.id: 60}
    assert split_at(0, 100) == {local.id: 100}
    assert split_at(0, 0) == {}


def test_payers_of_many_take_as_many_queries_as_of_one(cast, year, item):
    role = make_job_role()
    fund(cast, year, "Grant", refuses_travel=True, rules=Rules(job_roles=[role.id]))
    others = [
        make_item(each, year, make_offering(f"Waves {number}", {}, dollars=20), answered=True)
        for number, each in enumerate([cast.sam, cast.dana, cast.sam])
    ]
    db.session.commit()

    def queries(items):
        db.session.expire_all()
        for each in items:
            # What every caller has loaded with its items.
            _ = each.plan.person.unit.path, each.plan.fiscal_year.unit.path, each.offering.format
        with count_queries() as statements:
            payers_of_each(items)
        return len(statements)

    assert queries([item, *others]) == queries([item])


def test_a_preview_keeps_to_the_rules(cast, year, item, as_user):
    grant = fund(cast, year, "A grant", refuses_travel=True)
    asked(cast, item)
    page = text_of(as_user(cast.director).get(f"/requests/?r={item.id}").text)

    assert "The funds that may pay for it have $500 left. Open it to decide." in page
    assert grant.available_cents == 500_00


def test_a_cost_is_split_by_percent_to_the_cent(cast, year, item, as_user):
    set_costs(item, {CostKind.FEE: 100_01})
    first, second, third = (fund(cast, year, name) for name in ("A", "B", "C"))
    asked(cast, item)
    shares_ = {
        f"fund_{first.id}": "33.3 %",
        f"fund_{second.id}": "33.3%",
        f"fund_{third.id}": "33.4 %",
    }
    done = post(as_user(cast.director), item, "approve", whole="10001", **shares_)

    assert done.status_code == 200
    assert [columns(each)[1] for each in (first, second, third)] == [33_30, 33_30, 33_41]
    assert sum(each.cents for each in item.payments) == 100_01


def test_percent_and_dollars_go_together(cast, year, item, as_user):
    first, second = fund(cast, year, "A"), fund(cast, year, "B")
    asked(cast, item)
    parts = {f"fund_{first.id}": "25 %", f"fund_{second.id}": "150"}
    post(as_user(cast.director), item, "approve", whole="20000", **parts)

    assert [columns(each)[1] for each in (first, second)] == [50_00, 150_00]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("60 %", "60 %"), "The funds would pay more than 100 %."),
        (("101 %", ""), "Enter at most 100 %."),
        (("40 %", "40 %"), "The funds pay $160 of $200."),
        (("-5 %", "100"), "Enter an amount such as 1,250.00."),
        (("33.333 %", "100"), "Enter an amount such as 1,250.00."),
    ],
)
def test_percentages_that_pay_something_else_are_refused(cast, year, item, as_user, parts, said):
    funds = [fund(cast, year, name) for name in ("A", "B")]
    asked(cast, item)
    typed = {f"fund_{each.id}": part for each, part in zip(funds, parts, strict=True)}
    refused = post(as_user(cast.director), item, "approve", whole="20000", **typed)

    assert refused.status_code == 422
    assert said in text_of(refused.text)
    assert f'value="{parts[0]}"' in refused.text
    assert item.state == "requested"


def test_a_part_of_another_cost_is_refused(cast, year, item, as_user):
    """Somebody changed the cost while the form was open."""
    local = fund(cast, year, "A")
    asked(cast, item)
    director = as_user(cast.director)
    part = {f"fund_{local.id}": "100 %", "whole": "15000"}
    refused = post(director, item, "approve", **part)

    assert refused.status_code == 409
    assert "It costs $200 by now. Look at it once more." in text_of(refused.text)
    assert 'name="whole" value="20000"' in refused.text
    assert item.state == "requested"


def test_finance_enters_the_rules_and_takes_them_away(cast, year, item, as_user):
    role = make_job_role()
    local = fund(cast, year, "Local")
    client = as_user(cast.finance)
    entered = {
        "name": "Local", "source": "Local", "allocated_cents": "500", "cap": "block",
        "spend_by": local.spend_by.isoformat(), "refuses_travel": "y",
        "providers": [item.offering.provider_id], "units": [cast.network.id],
        "job_roles": [role.id],
    }  # fmt: skip
    client.post(f"/budget/funds/{local.id}", data=entered)
    words = in_words(local)
    page = client.get(f"/budget/funds/{local.id}").text
    client.post(
        f"/budget/funds/{local.id}",
        data={
            key: entered[key] for key in ("name", "source", "allocated_cents", "cap", "spend_by")
        },
    )

    assert words == (
        "Pays only for offerings of Learning Works. Pays only for people of Network. "
        f"Pays only for the job role {role.title}. Does not pay for travel, lodging and meals."
    )
    assert "Pays only these providers (1 chosen)" in text_of(page)
    assert in_words(local) == ""


def test_a_rule_is_kept_that_names_what_is_offered_no_more(cast, year, item, as_user):
    """Saving another field takes no rule away that nobody saw a box for."""
    made = fund(
        cast, year, "Grant",
        rules=Rules(providers=[item.offering.provider_id], units=[cast.network.id]),
    )  # fmt: skip
    before = in_words(made)
    item.offering.active = cast.network.active = False
    db.session.commit()
    client = as_user(cast.finance)
    page = client.get(f"/budget/funds/{made.id}").text
    client.post(
        f"/budget/funds/{made.id}",
        data={
            "name": "Grant", "source": "Local", "allocated_cents": "600", "cap": "block",
            "spend_by": made.spend_by.isoformat(),
            "providers": item.offering.provider_id, "units": cast.network.id,
        },
    )  # fmt: skip

    assert page.count("checked") == 2
    assert made.allocated_cents == 600_00
    assert in_words(made) == before != ""


def test_a_unit_elsewhere_is_refused(cast, year, item, as_user):
    refused = as_user(cast.finance).post(
        f"/budget/years/{year.id}/funds/new",
        data={
            "name": "Support's", "source": "Local", "allocated_cents": "500", "cap": "block",
            "spend_by": year.ends_on.isoformat(), "unit": cast.support.id,
            "units": [cast.network.id],
        },
    )  # fmt: skip

    assert refused.status_code == 422
    assert "Network is not below Support, whose money it is." in text_of(refused.text)


def test_rules_go_on_into_the_next_year(cast, year, item):
    role = make_job_role()
    rules = Rules(providers=[item.offering.provider_id], job_roles=[role.id])
    made = fund(cast, year, "Grant", carries_over=True, refuses_travel=True, rules=rules)
    following = make_year(cast.birch)
    successor = make_successor(made, following, by_id=None)

    assert in_words(successor) == in_words(made) != ""


def test_a_plan_keeps_to_the_rules(team):
    """Roles and units bind the person, the provider the offering, travel its cost."""
    ann, ben, cleo = team.people
    theirs = make_plan_offering(team, "theirs", {"S.1": 3})
    db.session.add(
        Quote(
            offering=theirs,
            unit=team.cast.alder,
            price_cents=200_00,
            travel_cents=40_00,
            entered_at=clock.now(),
        )
    )
    chief = JobRole(code="chief", title="Chief", reasoning="All of it.")
    ann.job_roles.append(chief)
    grant = make_plan_fund(team.cast.alder, team.year, "Grant", 900_00)
    db.session.flush()
    set_rules(grant, Rules(job_roles=[chief.id]))
    support = make_plan_fund(team.cast.alder, team.year, "Support", 900_00)
    set_rules(support, Rules(units=[team.cast.support.id]))
    no_travel = make_plan_fund(team.cast.alder, team.year, "No travel", 900_00, refuses_travel=True)
    db.session.commit()
    found = problem(team, limits={each.id: 900_00 for each in (grant, support, no_travel)})
    g, s, n = (str(each.id) for each in (grant, support, no_travel))

    assert person_in(found, ann).funds == (g, n)
    assert person_in(found, ben).funds == (n,)
    assert person_in(found, cleo).funds == (n, s)
    assert set(found.offering(str(theirs.id)).funds) == {g, s, n}
    assert {fund for cost in found.offering(str(theirs.id)).costs for fund in cost.funds} == {g, s}


def test_what_is_bought_for_all_is_paid_by_a_fund_for_all(team):
    course = make_plan_offering(team, "course", {"S.1": 3})
    db.session.add(
        Quote(
            offering=course, unit=team.cast.alder, cohort_price_cents=500_00, cohort_seats=10,
            entered_at=clock.now(),
        )
    )  # fmt: skip
    open_, own = (
        make_plan_fund(team.cast.alder, team.year, name, 900_00) for name in ("Open", "Own")
    )
    set_rules(own, Rules(job_roles=[team.role.id]))
    db.session.commit()
    found = problem(team, limits={open_.id: 900_00, own.id: 900_00})

    assert found.offering(str(course.id)).cohort.funds == (str(open_.id),)
