import pytest
from sqlalchemy import select

from pdplanner.extensions import db
from pdplanner.frameworks import queries, services
from pdplanner.frameworks.models import Category, Indicator, SkillArea
from tests.support.queries import count_queries


def rows():
    tables = (Category.__table__, SkillArea.__table__, Indicator.__table__)
    return [db.session.execute(select(each).order_by(each.c.id)).all() for each in tables]


def test_shipped_framework_is_loaded_whole(framework):
    assert len(framework.categories) == 3
    assert len(queries.areas(framework)) == 10
    assert len(queries.indicators(framework)) == 72


def test_indicators_keep_their_published_order(framework):
    codes = [each.code for each in queries.indicators(framework)]

    assert codes[:2] == ["I.A.1", "I.A.2"]
    assert codes.index("I.A.9") < codes.index("I.A.10") < codes.index("I.B.1")
    assert codes[-1] == "III.E.5"


def test_loading_the_same_document_twice_changes_nothing(framework, document):
    before = rows()

    with count_queries() as statements:
        services.load_framework(document)
        db.session.commit()

    assert {each.split()[0] for each in statements} == {"SELECT"}
    assert rows() == before


def test_reworded_indicator_stays_the_same_indicator(framework, document):
    rated = queries.indicators(framework)[0].id
    document["categories"][0]["areas"][0]["indicators"][0]["statement"] = "Says it better."

    services.load_framework(document)
    db.session.commit()

    assert db.session.get(Indicator, rated).statement == "Says it better."


def test_new_indicator_takes_its_place_in_the_order(framework, document):
    first_area = document["categories"][0]["areas"][0]
    added = {"code": "I.A.12", "title": "Listening", "statement": "Listens first."}
    first_area["indicators"].append(added)

    services.load_framework(document)
    db.session.commit()

    codes = [each.code for each in queries.indicators(framework)]
    assert codes[10:13] == ["I.A.11", "I.A.12", "I.B.1"]


def test_document_that_lost_an_indicator_is_refused_as_a_whole(framework, document):
    before = rows()
    document["title"] = "Another title"
    del document["categories"][2]["areas"][4]["indicators"][1]

    with pytest.raises(services.FrameworkError, match=r"III\.E\.2 is loaded"):
        services.load_framework(document)

    db.session.commit()
    assert rows() == before
    assert framework.title == "Framework of Essential Skills of the K-12 CTO"


def test_without_a_framework_the_error_says_so(app):
    with pytest.raises(queries.NoFrameworkError, match="No framework of kind individual"):
        queries.individual_framework()


def test_reading_the_whole_tree_takes_a_fixed_number_of_queries(framework):
    db.session.expunge_all()

    with count_queries() as statements:
        found = queries.framework("cosn-essential-skills")
        texts = [i.statement for c in found.categories for a in c.areas for i in a.indicators]

    assert len(texts) == 72
    assert len(statements) == 4
