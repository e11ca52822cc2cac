import pytest

from tests.support.client import HTMX
from tests.support.html import text_of
from tests.support.queries import count_queries

HOME = "/frameworks/cosn-essential-skills"


@pytest.fixture
def staff(as_user, cast, framework):
    return as_user(cast.staff)


def test_everybody_signed_in_reads_the_framework(staff):
    page = text_of(staff.get(HOME).text)

    assert "72 indicators in 3 categories" in page
    assert "III.E Data Privacy and Security" in page
    assert "Codes and names are CoSN’s, the sentences are ours." in page


def test_list_of_frameworks_counts_what_is_in_them(staff):
    page = text_of(staff.get("/frameworks/").text)

    assert "Framework of Essential Skills of the K-12 CTO" in page
    assert "10 skill areas, 72 indicators" in page


def test_before_anything_is_loaded_the_list_says_what_to_do(as_user, cast):
    assert "No framework is loaded." in as_user(cast.staff).get("/frameworks/").text


@pytest.mark.parametrize(("headers", "whole_page"), [({}, True), (HTMX, False)])
def test_search_has_an_address_of_its_own(staff, headers, whole_page):
    html = staff.get(f"{HOME}?q=III.E", headers=headers).text

    assert "5 indicators of 72 for “III.E”" in text_of(html)
    assert "III.E.2" in html
    assert "I.A.1<" not in html
    assert ("<h1>" in html) is whole_page


def test_search_without_a_match_offers_the_way_back(staff):
    page = staff.get(f"{HOME}?q=<script>")

    assert "No indicator holds “<script>”." in text_of(page.text)
    assert "Show all 72" in page.text


def test_indicator_stands_between_its_neighbors(staff):
    page = text_of(staff.get(f"{HOME}/I.B.1").text)

    assert "I.B.1 Steps toward strategic goals" in page
    assert "Before I.A.11" in page
    assert "Next I.B.2" in page


def test_first_and_last_indicator_have_one_neighbor(staff):
    first = text_of(staff.get(f"{HOME}/I.A.1").text)
    last = text_of(staff.get(f"{HOME}/III.E.5").text)

    assert ("Before I" in first, "Next I" in first) == (False, True)
    assert ("Before I" in last, "Next I" in last) == (True, False)


def test_indicator_leads_to_the_offerings_that_teach_it(staff):
    assert 'href="/catalog/?indicator=III.E.2"' in staff.get(f"{HOME}/III.E.2").text


def test_what_does_not_exist_is_not_found(staff):
    for path in ("/frameworks/none", f"{HOME}/I.A.99", "/frameworks/none/I.A.1"):
        assert (path, staff.get(path).status_code) == (path, 404)


def test_anonymous_signs_in_first_and_comes_back_to_the_search(client, framework):
    response = client.get(f"{HOME}?q=privacy")

    assert response.location == f"/login?next={HOME}?q%3Dprivacy"


def test_search_asks_the_database_as_often_as_the_whole_page(staff):
    counts = []
    for address in (HOME, f"{HOME}?q=privacy"):
        with count_queries() as statements:
            staff.get(address)
        counts.append(len(statements))

    assert counts[0] == counts[1]
