import pytest
from flask import render_template_string

from pdplanner.web.word_lists import first_few, first_parts, in_a_row

FIVE = ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize(
    ("names", "said"),
    [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")],
)
def test_names_stand_in_a_row_as_people_say_them(names, said):
    assert in_a_row(names, "or") == said
    assert in_a_row(iter(names)) == said.replace("or", "and")


def test_of_many_names_the_first_are_said_and_how_many_more_there_are():
    assert first_few(FIVE) == "a, b, c, d and e"
    assert first_few([*FIVE, "f"]) == "a, b, c, d, e and 1 more"
    assert first_few(iter(FIVE), 2, "or") == "a, b or 3 more"
    assert first_parts(FIVE[:2]) == "a; b"
    assert first_parts(FIVE, 3) == "a; b; c; and 2 more"


def test_pages_write_them_in_the_same_way(app):
    page = '{{ names | in_a_row }} {{ names | map("lower") | first_few(1) }}'
    with app.test_request_context():
        text = render_template_string(page, names=["<A>", "B", "C"])
    assert text == "&lt;A&gt;, B and C &lt;a&gt; and 2 more"
