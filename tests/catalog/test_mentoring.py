from pdplanner.catalog import queries, services
from pdplanner.extensions import db
from tests.support.html import text_of


def offer(cast, catalog, **changes):
    vision = catalog.indicator("I.A.1")
    facts = {"area": vision.area, "hours": 8.0, "places": 3, "indicator_ids": {vision.id}}
    return services.create_mentoring(cast.dana, unit=cast.alder, **(facts | changes))


def test_a_mentor_brings_colleagues_to_3_for_nothing_in_few_places(cast, catalog):
    offering = offer(cast, catalog)

    terms = queries.terms_of(cast.alder.id)[offering.id]

    assert offering.title == "Mentoring in Leadership and Vision, with Dana Director"
    assert (terms.price_cents, terms.hours, terms.seats, terms.plannable) == (0, 8, 3, True)
    assert [(t.level, t.from_level) for t in offering.tags] == [(3, 0)]


def test_a_mentor_has_one_offering_in_an_area(cast, catalog):
    first = offer(cast, catalog)
    ids = {catalog.indicator("I.A.1").id, catalog.indicator("I.A.2").id}

    again = offer(cast, catalog, places=1, indicator_ids=ids)
    security = offer(cast, catalog, area=catalog.indicator("I.B.1").area)

    assert again is first
    assert (again.places, {tag.indicator_id for tag in again.tags}) == (1, ids)
    assert security is not first


def test_the_page_names_the_mentor_to_colleagues_alone(as_user, cast, catalog):
    offering = offer(cast, catalog)
    db.session.commit()

    page = text_of(as_user(cast.staff).get(f"/catalog/{offering.id}").text)

    assert "Mentor: Dana Director." in page
    assert "Places 3 of the mentor" in page
    assert as_user(cast.other_staff).get(f"/catalog/{offering.id}").status_code == 404


def test_names_and_titles_of_any_length_fit(cast, catalog):
    cast.dana.name, area = "D" * 120, catalog.indicator("I.A.1").area
    area.title = "A" * 200

    assert len(offer(cast, catalog, area=area).title) == 200
