"""Every form of every page stands whatever is sent instead of what it asks for."""

import re
from collections.abc import Iterator

import pytest
from markupsafe import escape

from pdplanner.web.transactions import SAFE_METHODS
from tests.hostile.site import Site, faults, is_taken, posted
from tests.hostile.values import BODIES, LONG_NUMBER, MANY, TYPED_VALUES, VALUES, some_of
from tests.support.forms import Form

BLANK = ("empty", "spaces")


def test_every_unsafe_route_has_a_form_that_is_taken(site):
    """Only a form that is taken shows what happens after its fields were read."""
    taken = {form.endpoint for actor, form in posted(site) if is_taken(site, actor, form)}

    unsafe = (each for each in site.app.url_map.iter_rules() if each.methods - SAFE_METHODS)
    assert {each.endpoint for each in unsafe} - taken == set()


def test_no_value_of_a_field_breaks_a_form(site):
    wrong = []
    for place, (actor, form, name) in enumerate(fields(site)):
        values = VALUES | (TYPED_VALUES if name in form.typed else {})
        for what, value in some_of(values, place, engine=site.engine).items():
            answer = site.send(actor, form, {name: value})
            wrong += [f"{form.endpoint}, {name}: {what}: {each}" for each in faults(site, answer)]
            if answer.status_code == 422 and name in form.typed and not keeps(answer.text, value):
                wrong.append(f"{form.endpoint}, {name}: {what}: the page does not keep it")
            if answer.status_code == 303 and name in form.required and what in BLANK:
                wrong.append(f"{form.endpoint}, {name}: {what}: is required, and was taken")
    assert wrong == []


def test_no_field_breaks_of_a_number_that_is_too_long_for_a_float(site):
    """Every one of them gets it: a field that reads whole numbers looks like any other."""
    wrong = []
    for actor, form, name in fields(site):
        answer = site.send(actor, form, {name: LONG_NUMBER})
        wrong += [f"{form.endpoint}, {name}: {each}" for each in faults(site, answer)]
    assert wrong == []


@pytest.mark.parametrize("value", [[], MANY], ids=["nothing", "everything many times"])
def test_no_form_breaks_that_sends(site, value):
    wrong = []
    for actor, form in posted(site):
        answer = site.send(actor, form, dict.fromkeys(form.fields, value))
        wrong += [f"{form.endpoint}: {each}" for each in faults(site, answer)]
    assert wrong == []


@pytest.mark.parametrize(("kind", "body"), BODIES.values(), ids=BODIES)
def test_no_body_breaks_a_route(site, kind, body):
    wrong = []
    for actor, form in posted(site):
        answer = site.ask(actor, form.action, method="POST", data=body, content_type=kind)
        wrong += [f"{form.endpoint}: {each}" for each in faults(site, answer)]
    assert wrong == []


def fields(site: Site) -> Iterator[tuple[str, Form, str]]:
    """Each field of each route once, in the smallest form that has it."""
    seen = set()
    for actor, form in sorted(posted(site), key=lambda each: len(each[1].fields)):
        for name in form.fields:
            # Rows and records number their fields: tags-0-level, I.A.1-level, fund_1.
            key = (form.endpoint, re.sub(r"\d", "", name.rpartition("-")[2]))
            if key not in seen:
                seen.add(key)
                yield actor, form, name


def keeps(page: str, value: list[str] | list[bytes]) -> bool:
    """Whether a refused page shows again what was typed, where that can be shown at all."""
    typed = value[0] if len(value) == 1 else ""
    return not isinstance(typed, str) or not typed.isprintable() or str(escape(typed)) in page
