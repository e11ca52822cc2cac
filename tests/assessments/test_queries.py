from datetime import date

from pdplanner.accounts import services as accounts
from pdplanner.assessments import queries, services
from pdplanner.assessments.gap_queries import gaps_of
from pdplanner.assessments.models import LONGEST_EVIDENCE
from pdplanner.extensions import db
from tests.support.queries import count_queries


def test_largest_gap_comes_first_with_what_it_is_made_of(cast, role, submitted):
    submitted(cast.sam, {"I.A.1": 2, "I.A.2": 1, "I.B.1": 0}, on=date(2025, 2, 1))

    gaps = gaps_of(cast.sam)

    found = [(gap.indicator.code, gap.level, gap.points, gap.stale) for gap in gaps]
    assert found == [("I.A.1", 2, 150, True), ("I.B.1", 0, 150, True), ("I.A.2", 1, 40, True)]
    assert gaps[0].aim.weight == 10
    assert gaps[0].area.code == "I.A"


def test_unrated_indicator_has_no_gap_and_is_counted(cast, role, submitted):
    submitted(cast.sam, {"I.A.1": 4})

    assert gaps_of(cast.sam) == []
    assert queries.unrated_count(cast.sam) == 2


def test_not_applicable_is_neither_gap_nor_unrated(cast, role, submitted):
    submitted(cast.sam, {"I.A.1": None, "I.A.2": 2, "I.B.1": 3})

    assert (gaps_of(cast.sam), queries.unrated_count(cast.sam)) == ([], 0)


def test_person_without_a_role_has_no_gap(cast, submitted):
    submitted(cast.sam, {"I.A.1": 0})

    assert (gaps_of(cast.sam), queries.unrated_count(cast.sam)) == ([], 0)


def test_levels_of_many_are_one_query(cast, submitted):
    submitted(cast.sam, {"I.A.1": 0})
    submitted(cast.olga, {"I.A.1": 1})

    sam, olga, dana = cast.sam.id, cast.olga.id, cast.dana.id

    with count_queries() as sent:
        levels = queries.current_levels([sam, olga, dana])

    assert len(sent) == 1
    assert set(levels) == {sam, olga}


def test_directors_over_a_person_are_named_the_nearest_first(cast, framework):
    accounts.grant(cast.reader, role="director", unit_id=cast.network.id)
    db.session.commit()

    assert queries.directors_over(cast.sam) == [("Reader", "Network"), ("Director", "Alder")]


def test_director_of_two_units_above_is_named_once(cast, framework):
    accounts.grant(cast.director, role="director", unit_id=cast.network.id)
    accounts.grant(cast.director, role="director", unit_id=cast.department.id)
    namesake = accounts.create_user(email="other@example.org", name="Director")
    accounts.grant(namesake, role="director", unit_id=cast.alder.id)
    db.session.commit()

    assert queries.directors_over(cast.sam) == [
        ("Director", "Network, Technology and Alder"), ("Director", "Alder"),
    ]  # fmt: skip


def test_director_is_not_named_as_the_reader_of_their_own_ratings(cast, framework):
    assert queries.directors_over(cast.dana) == []


def test_longest_evidence_fits_in_any_script(draft, indicators):
    text = "日本" * (LONGEST_EVIDENCE // 2)

    services.rate(draft, indicator=indicators["I.A.1"], level=3, evidence=text)
    db.session.commit()

    assert queries.texts_of(draft.id) == [(3, text)]
