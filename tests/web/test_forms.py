from pathlib import Path

import pytest
import wtforms
from werkzeug.datastructures import MultiDict
from wtforms import StringField

from pdplanner.web.forms import SENTENCES, BaseForm, HoursField, Required


class Form(BaseForm):
    name = StringField("Name", [Required("Enter a name.")])
    hours = HoursField("Hours", [Required("Enter hours.")])


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


def test_each_sentence_stands_for_one_that_wtforms_says():
    folder = Path(wtforms.__file__).parent
    said = "".join(path.read_text() for path in sorted(folder.rglob("*.py")))

    assert [text for text in SENTENCES if text not in said] == []
