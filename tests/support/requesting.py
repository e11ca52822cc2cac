"""What stories of requests begin with: a fund, a request as far as a step, and its forms."""

from pdplanner.extensions import db
from pdplanner.plans.models import RequestStep
from pdplanner.plans.requests import steps
from tests.support.person_year import make_ledger_fund, sent


def fund(cast, year, name="Local", *, dollars=500, unit=None, **rules):
    return make_ledger_fund(unit or cast.alder, year, name, cents=dollars * 100, **rules)


def asked(cast, item):
    steps.request(item, sent=sent(cast.staff))
    db.session.commit()


def approved(cast, item, local):
    asked(cast, item)
    steps.approve(item, parts={local.id: 200_00}, sent=sent(cast.director))
    db.session.commit()


def registered(cast, item, local):
    approved(cast, item, local)
    steps.register(item, sent=sent(cast.staff))
    db.session.commit()


def columns(fund):
    return fund.allocated_cents, fund.encumbered_cents, fund.spent_cents


def actions(item):
    found = db.session.query(RequestStep).filter_by(item_id=item.id).order_by(RequestStep.id)
    return [(each.action, each.desk, each.by_id) for each in found]


def address(item, step=""):
    return f"/requests/{item.id}" + (f"/{step}" if step else "")


def key_on(page):
    return page.text.split('name="key" value="')[1].partition('"')[0]


def post(client, item, step, **data):
    key = key_on(client.get(address(item)))
    return client.post(address(item, step), data={"key": key, **data}, follow_redirects=True)
