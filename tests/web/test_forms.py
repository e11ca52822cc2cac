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


BELOW_ZERO = "An amount is not below zero: leave the minus sign or the parentheses away."
COMMA = "A comma stands between thousands only, and a point before the cents."
NO_DIGIT = "There is no digit from 0 to 9 in it."
DECIMALS = "An amount has at most two decimals."
LETTER = "There is a letter in it."


@pytest.mark.parametrize(
    ("reason", "all_typed"),
    [
        (BELOW_ZERO, ["-5", "\u22125", "$-5", "-$5", "5-", "(12.00)", "$(12)", "(1,250.00)"]),
        (
            COMMA,
            ["1,2,50", "12,5", "1250,50", "1,25", ",250", "0,1250", "1.234,50", "1.250.000,00"],
        ),
        (NO_DIGIT, ["$", ".", "a lot", "NaN", "Infinity", "\u0661\u0662", ","]),
        (LETTER, ["1e3", "12k", "5USD"]),
        (DECIMALS, ["12.345", "0.001", "12.500", "1.234"]),
        ("There is a space in it.", ["1 250", "$ 5", "5 USD"]),
        ("“_” is no part of an amount.", ["1_000"]),
        ("“+” is no part of an amount.", ["+5"]),
        ("“€” is no part of an amount.", ["€5", "12€"]),
        ("The $ stands once, in front.", ["$$5", "5$"]),
        ("It has more than one point.", ["1.250.000", "1..5"]),
        ("No digit follows the point.", ["5."]),
    ],
)
def test_what_might_be_another_amount_is_not_guessed_and_the_reason_is_said(reason, all_typed):
    said = {typed: read(amount=typed) for typed in all_typed}

    assert said == {typed: [f"{reason} Enter an amount such as 1,250.00."] for typed in all_typed}


@pytest.mark.parametrize("typed", ["100,000,000.01", "100000001", "9" * 5_000])
def test_an_amount_that_is_too_large_says_what_fits(typed):
    assert read(amount=typed) == ["It is too large. Enter an amount from 0 to 100,000,000.00."]
    assert read(amount="100,000,000") == 100_000_000_00
    assert read(amount="0" * 20 + "5") == 5_00


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
