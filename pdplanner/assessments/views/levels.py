from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask import abort
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.assessments import queries
from pdplanner.assessments.gap_queries import Gap, GapArea, gaps_of
from pdplanner.assessments.standing import reviews_of, standing_of
from pdplanner.assessments.views.blueprint import bp, own_person
from pdplanner.assessments.views.reviewing import may_review
from pdplanner.frameworks import queries as frameworks
from pdplanner.organization.models import Person
from pdplanner.organization.person_pages import pages_of
from pdplanner.web.htmx import render


@bp.get("/gaps")
@access.requires("assessment.write")
def gaps() -> ResponseReturnValue:
    person = own_person()
    return render("assessments/gaps.html", fragment="content", **_gaps(person))


@bp.get("/people/<int:person_id>")
@access.requires("level.read")
def person(person_id: int) -> ResponseReturnValue:
    """What the director over a unit sees of somebody in it: what was submitted, never a draft."""
    somebody = access.load(Person, person_id)
    try:
        framework = frameworks.individual_framework()
    except frameworks.NoFrameworkError:
        abort(404)
    return render(
        "assessments/person.html",
        fragment="content",
        history=queries.submitted_of(somebody, framework.id),
        reviews=reviews_of(somebody),
        standing=standing_of(somebody, framework),
        pages=pages_of(somebody),
        may_review=may_review(somebody),
        **_gaps(somebody),
    )


def _gaps(person: Person) -> dict[str, Any]:
    gaps = gaps_of(person)
    return {
        "person": person,
        "gaps": gaps,
        "areas": _by_area(gaps),
        "total": sum(gap.points for gap in gaps),
        "unrated": queries.unrated_count(person),
        "rated": bool(queries.current_levels([person.id])),
    }


def _by_area(gaps: Sequence[Gap]) -> list[tuple[GapArea, int, list[Gap]]]:
    """Return the areas with a gap, the largest sum first."""
    ordered = sorted(gaps, key=lambda gap: gap.area.position)
    areas = [(area, list(each)) for area, each in groupby(ordered, key=lambda gap: gap.area)]
    summed = [(area, sum(gap.points for gap in each), each) for area, each in areas]
    return sorted(summed, key=lambda entry: -entry[1])
