from pathlib import Path

import pytest
import wtforms
from werkzeug.datastructures import MultiDict
from wtforms import DateField, StringField

from pdplanner.web.forms import (
    SENTENCES,
    BaseForm,
    HoursField,
    MoneyField,
    Required,
    sensible_day,
)


class Form(BaseForm):
    name = StringField("Name", [Required("Enter a name.")])
    hours = HoursField("Hours", [Required("Enter hours.")])


class Amounts(BaseForm):
    amount = MoneyField("Amount")
    hours = HoursField("Hours")
    day = DateField("Day", [sensible_day])


def read(**sent):
    """What a field makes of what is typed: its data and what it says."""
    form = Amounts(MultiDict({"day": "2027-06-30", **sent}))
    form.validate()
    [name] = sent
    return form[name].data if not form.errors else form.errors[name]


def errors(**sent):
    form = Form(MultiDict(sent), data={"name": "Stored", "hours": 4})
    form.validate()
    return form.errors


@pytest.mark.parametrize("blank", ["", " ", "\t\r\n", "\u00a0"])
def test_blank_is_no_name_and_no_hours(blank):
    assert errors(name=blank, hours=blank) == {"name": ["Enter a name."], "hours": ["Enter hours."]}


def test_what_is_not_sent_is_missing_whatever_is_stored():
    assert errors(name="Nora") == {"hours": ["Enter hours."]}


def test_zero_is_a_number_of_hours():
    assert errors(name="Nora", hours="0") == {}


def test_what_cannot_be_read_is_said_once():
    assert errors(name="Nora", hours="many") == {"hours": ["Enter hours such as 7.5."]}


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("7.25", 725),
        (" 1,250 ", 125_000),
        ("$1,250.50", 125_050),
        ("1250.5", 125_050),
        ("12,345,678", 1_234_567_800),
        (".50", 50),
        ("0", 0),
        ("", None),
    ],
)
def test_an_amount_is_read_as_people_write_it(typed, cents):
    assert read(amount=typed) == cents


@pytest.mark.parametrize(
    "typed",
    ["1e3", "1,2,50", "12,5", "1250,50", "1,25", ",250", "0,1250", "1_000", "+5", "-5", "$", "5.",
     ".", "1.250,50", "$-5", "NaN", "Infinity", "١٢", "$$5"],
)  # fmt: skip
def test_what_might_be_another_amount_is_not_guessed(typed):
    assert read(amount=typed) == ["Enter an amount such as 1,250.00."]


@pytest.mark.parametrize("typed", ["1e3", "1,250", "12,5", "+5", "-5", "1_0", "$5", "٧"])
def test_hours_are_plain_digits(typed):
    assert read(hours=typed) == ["Enter hours such as 7.5."]
    assert [read(hours=each) for each in ("7.25", "40", ".5")] == [7.25, 40, 0.5]


def test_a_day_lies_between_2000_and_2100():
    said = ["Enter a day from the year 2000 to 2100, such as 2027-06-30."]

    assert [read(day=each) for each in ("0001-01-01", "1999-12-31", "2101-01-01")] == [said] * 3
    assert str(read(day="2100-12-31")) == "2100-12-31"


def test_each_sentence_stands_for_one_that_wtforms_says():
    folder = Path(wtforms.__file__).parent
    said = "".join(path.read_text() for path in sorted(folder.rglob("*.py")))

    assert [text for text in SENTENCES if text not in said] == []
