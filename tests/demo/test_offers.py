"""What the demo district is offered, at what price and in how many hours."""

from pdplanner.assessments import queries as assessments
from pdplanner.catalog import queries as catalog
from pdplanner.catalog.models import Format, Membership, Offering, Quote
from pdplanner.extensions import db
from pdplanner.frameworks import queries as frameworks
from pdplanner.organization import queries as organization
from pdplanner.organization.models import Unit
from tests.demo.conftest import TODAY


def test_four_planned_offerings_and_one_that_reaches_3_teach_every_indicator(district):
    taught = {indicator.code: [] for indicator in _indicators()}
    for offering in _planned(district):
        if not offering.mentor_id:
            for tag in offering.tags:
                taught[tag.indicator.code].append(tag.level)

    assert {code: len(levels) for code, levels in taught.items() if len(levels) < 4} == {}
    assert {code: max(levels) for code, levels in taught.items() if max(levels) < 3} == {}


def test_every_indicator_can_be_brought_to_3_within_a_year_and_an_allowance(district):
    people = organization.people_in(district)
    hours = max(person.hours for person in people)
    allowance = max(person.allowance_cents for person in people)
    terms = catalog.terms_of(district.id)
    reached = set()
    for offering in _planned(district):
        given = terms[offering.id]
        if given.hours <= hours and given.price_cents + given.travel_cents <= allowance:
            reached |= {tag.indicator.code for tag in offering.tags if tag.level >= 3}

    assert {indicator.code for indicator in _indicators()} - reached == set()


def test_some_offerings_still_need_a_quote(district):
    known = {offering.id for offering in _planned(district)}

    assert 10 <= len([each for each in _shipped(district) if each.id not in known]) <= 60


def test_quotes_are_labelled_and_only_fill_in_what_the_catalog_leaves_open(loaded):
    quotes = [quote for quote in db.session.scalars(db.select(Quote)) if not quote.offering.unit_id]

    assert len(quotes) >= 80
    for quote in quotes:
        if quote.price_cents is not None:
            assert quote.offering.price_cents is None
            assert quote.price_source == "Fictional quote for the demo district"
        if quote.hours is not None:
            assert quote.offering.hours is None
            assert quote.hours_source == "Fictional quote for the demo district"
        assert not (quote.price_cents is None and quote.hours is None)


def test_one_membership_is_held_and_one_to_be_had_both_labelled(loaded):
    memberships = db.session.scalars(db.select(Membership).order_by(Membership.id)).all()

    assert [(each.provider.name.split()[0], each.held) for each in memberships] == [
        ("ASBO", True),
        ("CoSN", False),
    ]
    assert {each.source for each in memberships} == {"Fictional quote for the demo district"}


def test_ten_free_offerings_need_no_quote(loaded):
    free = db.select(Offering).where(
        Offering.unit_id.is_(None), Offering.price_cents == 0, Offering.hours > 0
    )

    assert len(db.session.scalars(free).all()) >= 10


def test_mentors_stand_at_4_in_what_they_teach(district):
    mentoring = [each for each in catalog.offerings_for(district.path) if each.mentor_id]
    held = assessments.current_levels([each.mentor_id for each in mentoring], on=TODAY)

    assert 3 <= len(mentoring) <= 5
    for offering in mentoring:
        assert offering.price_cents == 0
        assert 2 <= offering.places <= 3
        assert len(offering.tags) >= 3
        for tag in offering.tags:
            assert held[offering.mentor_id][tag.indicator_id].level == 4
            assert tag.level == 3


def test_a_neighbor_shares_nothing_but_what_is_shipped(district):
    neighbor = db.session.scalars(
        db.select(Unit).where(Unit.kind == "district", Unit.id != district.id)
    ).one()
    offered = catalog.offerings_for(neighbor.path)

    assert {offering.unit_id for offering in offered} == {None}
    assert not any(terms.quoted for terms in catalog.terms_of(neighbor.id).values())


def _indicators():
    return frameworks.indicators(frameworks.individual_framework())


def _shipped(district):
    return [each for each in catalog.offerings_for(district.path) if each.unit_id is None]


def _planned(district):
    """Offerings whose price and hours are known here; an exam's hours are its preparation."""
    terms = catalog.terms_of(district.id)
    return [
        offering
        for offering in catalog.offerings_for(district.path)
        if terms[offering.id].plannable
        and (offering.format != Format.CERTIFICATION_EXAM or terms[offering.id].hours)
    ]
