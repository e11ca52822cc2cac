"""Two people edit one record: the second is shown both versions before anything is replaced."""

from dataclasses import dataclass

import pytest
from flask import Flask

from pdplanner.catalog import services as catalog
from pdplanner.extensions import db
from tests.support import forms
from tests.support.client import Client
from tests.support.framework import make_framework
from tests.support.html import text_of
from tests.support.person_year import indicator, make_fund, make_offering, make_year


@dataclass(frozen=True)
class Story:
    """Two people open a form; `first` and then `second` is entered into one of its fields."""

    role: str
    address: str
    field: str
    first: str
    second: str
    words: str
    """The line of both versions: the field, the second's entry, what is stored now."""


@pytest.fixture(params=["offering", "tags", "quote", "unit", "person", "fund", "cover"])
def story(request, cast, app):
    return getattr(Stories(cast), request.param)()


class Stories:
    def __init__(self, cast):
        make_framework()
        self.cast = cast
        self.drill = make_offering("Fire drill", {"I.B.1": (2, 0)}, unit=cast.alder, dollars=90)
        year = make_year(cast.alder)
        self.year = year
        self.local = make_fund(cast.department, year, "Local", dollars=500)
        facts = {"price_cents": 50_00, "price_source": "Mail"}
        catalog.quote(self.drill, unit=cast.alder, quoted_by=cast.director, **facts)
        db.session.commit()

    def offering(self):
        address = f"/catalog/{self.drill.id}/edit"
        line = "Title Day drill Night drill"
        return Story("director", address, "title", "Night drill", "Day drill", line)

    def tags(self):
        address = f"/catalog/{self.drill.id}/edit"
        title = f"I.B.1 {indicator('I.B.1').title}"
        line = f"What it brings {title} from 0 to 4 {title} from 0 to 3"
        return Story("director", address, "tags-0-level", "3", "4", line)

    def quote(self):
        address = f"/catalog/{self.drill.id}/quote?unit_id={self.cast.alder.id}"
        line = "Price of a place 1,250.50 40"
        return Story("director", address, "price_cents", "40", "1,250.50", line)

    def unit(self):
        address = f"/units/{self.cast.network.id}/edit"
        line = "Months until a rating is stale 24 6"
        return Story("admin", address, "stale_after_months", "6", "24", line)

    def person(self):
        address = f"/people/{self.cast.sam.id}/edit"
        line = "Leaves on 2027-08-31 2027-06-30"
        return Story("admin", address, "leaving_on", "2027-06-30", "2027-08-31", line)

    def fund(self):
        line = "Source of the money The state Title II-A"
        address = f"/budget/funds/{self.local.id}"
        return Story("finance", address, "source", "Title II-A", "The state", line)

    def cover(self):
        address = f"/budget/years/{self.year.id}/cover/{self.cast.network.id}"
        line = "At work on any day, at least 3 2"
        return Story("director", address, "cover", "2", "3", line)


@dataclass(frozen=True)
class Form:
    """The story's form as a browser has it."""

    app: Flask
    client: Client
    story: Story
    form: forms.Form

    def send(self, value, field=""):
        sent = self.form.sending(field or self.story.field, value)
        return self.client.post(sent.action, data=sent.fields)

    @property
    def held(self):
        return self.form.fields[self.story.field]


@pytest.fixture
def read(app, as_user, cast, story):
    client = as_user(getattr(cast, story.role))

    def read(answer=None):
        """The form of an answer, or of its page opened anew."""
        tree = forms.tree_of(answer or client.get(story.address))
        found = (each for each in forms.forms_of(app, tree) if "seen" in each.fields)
        return Form(app, client, story, next(found))

    return read


def test_second_save_is_refused_with_both_versions(story, read):
    first, second = read(), read()
    assert first.send(story.first).status_code == 303

    refused = second.send(story.second)

    assert refused.status_code == 409
    assert story.words in text_of(refused.text)
    assert read(refused).held == [story.second], "what was typed stays"
    assert read().held == [story.first], "what was saved stays"


def test_second_save_replaces_what_it_has_been_shown(story, read):
    first, second = read(), read()
    first.send(story.first)

    again = read(second.send(story.second)).send(story.second)

    assert again.status_code == 303
    assert read().held == [story.second]


def test_third_change_is_shown_too(story, read):
    first, second = read(), read()
    first.send(story.first)
    shown = read(second.send(story.second))
    read().send(second.held[0])

    assert shown.send(story.first).status_code == 409


def test_both_may_enter_the_same(story, read):
    first, second = read(), read()
    first.send(story.first)

    assert second.send(story.first).status_code == 303


@pytest.mark.parametrize("story", ["quote"], indirect=True)
def test_entry_that_is_wrong_too_is_told_beside_both_versions(read, story):
    first, second = read(), read()
    first.send(story.first)

    refused = second.send("a lot")

    assert refused.status_code == 409
    assert "Price of a place a lot 40" in text_of(refused.text)
    assert "Enter an amount" in text_of(refused.text)


@pytest.mark.parametrize(
    ("story", "other", "entry"),
    [
        ("offering", "source", "Their page"),
        ("tags", "title", "Day drill"),
        ("quote", "travel_cents", "12"),
        ("unit", "name", "Networks"),
        ("person", "employee_number", "0042"),
        ("fund", "note", "From the board"),
    ],
    indirect=["story"],
)
def test_fields_that_were_left_alone_take_the_newer_version(story, other, entry, read):
    first, second = read(), read()
    first.send(story.first)

    saved = second.send(entry, field=other)

    assert saved.status_code == 303
    assert read().held == [story.first]
    assert read().form.fields[other] == [entry]


@pytest.mark.parametrize("story", ["fund"], indirect=True)
def test_only_what_both_changed_is_called_an_entry(read):
    first, second = read(), read()
    first.send("0042-7", field="account_code")
    read().send("Title II-A")

    refused = second.send("The state")

    assert refused.status_code == 409
    assert "Source of the money The state Title II-A" in text_of(refused.text)
    assert "Account code 10" not in text_of(refused.text)
    assert read(refused).form.fields["account_code"] == ["0042-7"]
    assert read(refused).send("The state").status_code == 303
    assert read().form.fields["account_code"] == ["0042-7"]
