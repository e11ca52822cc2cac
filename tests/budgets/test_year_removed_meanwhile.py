"""Who writes into a fiscal year while somebody removes it is answered, by 404 or in words."""

import time
from datetime import timedelta

import pytest

from pdplanner.budgets import fiscal_years
from pdplanner.budgets.models import FiscalYear
from pdplanner.extensions import db
from tests.support.html import text_of
from tests.support.person_year import make_offering
from tests.support.processes import at_once

HELD = 1.0
"""Seconds for which the removal is not yet committed."""


def removing(app, year, client, address, fields):
    """What a form answers that is sent while the year's removal waits for its commit."""
    year_id = year.id

    def deed(one):
        if one == 0:
            fiscal_years.remove_fiscal_year(db.session.get_one(FiscalYear, year_id))
            db.session.flush()
            time.sleep(HELD)
            db.session.commit()
            return "removed"
        time.sleep(HELD / 3)
        answer = client.post(address, data=fields)
        return f"{answer.status_code} {text_of(answer.text)}"

    removed, answer = at_once(app, 2, deed)
    assert removed == "removed"
    return answer


def term(cast, year):
    address = f"/budget/years/{year.id}/terms/new"
    last = year.starts_on + timedelta(days=30)
    return cast.director, address, {"name": "Fall", "starts_on": year.starts_on, "ends_on": last}


def blackout(cast, year):
    _user, _address, fields = term(cast, year)
    address = f"/budget/years/{year.id}/blackouts/new"
    return cast.director, address, {**fields, "unit": cast.alder.id}


def fund(cast, year):
    fields = {
        "name": "Local", "unit": cast.alder.id, "source": "Local", "allocated_cents": "5",
        "cap": "block", "spend_by": year.ends_on,
    }  # fmt: skip
    return cast.finance, f"/budget/years/{year.id}/funds/new", fields


def board_link(cast, year):
    fields = {"name": "Board", "days": "7", "unit": cast.alder.id, "key": "0" * 32}
    return cast.finance, f"/budget/years/{year.id}/board", fields


@pytest.mark.parametrize("form", [term, blackout, fund, board_link])
def test_a_form_of_a_year_that_goes_answers_404(app, as_user, cast, year, form):
    user, address, fields = form(cast, year)

    answer = removing(app, year, as_user(user), address, fields)

    assert answer.startswith("404 ")


def test_a_choice_in_a_year_that_goes_is_refused_in_words(app, as_user, cast, year):
    offering = make_offering("Wires", {"I.A.1": (2, 0)})
    db.session.commit()
    fields = {"offering_id": offering.id}

    answer = removing(app, year, as_user(cast.staff), "/choose/items", fields)

    assert answer.startswith("422 ")
    said = {
        "postgresql": "Your district removed this fiscal year just now.",
        "sqlite": "Your district has not set up this fiscal year yet.",
    }
    assert said[db.engine.dialect.name] in answer
