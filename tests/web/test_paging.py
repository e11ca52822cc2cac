from dataclasses import replace

import pytest

from pdplanner.web.paging import paging


def test_last_page_shows_what_is_left():
    page = paging("3", size=25, count=60)

    assert (page.first, page.last, page.pages) == (51, 60, 3)


def test_list_that_was_not_counted_to_its_end_goes_on_until_its_last_page_is_seen():
    page = paging("60", size=25, count=1000, cut=True)

    assert page.goes_on
    assert not replace(page, ends=True).goes_on


def test_empty_list_has_one_page_that_shows_nothing():
    page = paging(None, size=25, count=0)

    assert (page.number, page.pages, page.offset, page.last) == (1, 1, 0, 0)


@pytest.mark.parametrize(
    ("asked", "number"),
    [("0", 1), ("-3", 1), ("99", 3), ("two", 1), ("9" * 40, 1), ("²", 1), ("", 1), (None, 1)],
)
def test_what_no_page_has_gives_the_nearest_or_the_first(asked, number):
    assert paging(asked, size=25, count=60).number == number
