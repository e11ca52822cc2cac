"""A framework of two areas with five indicators, a role for Sam, and levels as tests need them."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest

from pdplanner import clock
from pdplanner.accounts.models import User
from pdplanner.assessments import services
from pdplanner.assessments.models import SelfAssessment
from pdplanner.extensions import db
from pdplanner.frameworks.models import Framework
from pdplanner.frameworks.services import load_framework
from pdplanner.organization.models import JobRole, Person, Target
from tests.assessments.documents import document
from tests.support.cast import Cast
from tests.support.client import Client

Rated = dict[str, int | None]


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Set the day; it is 5 October 2026 unless the test says otherwise."""

    def set_day(day: date) -> None:
        monkeypatch.setattr(clock, "now", lambda: datetime.combine(day, time(10, 42)))

    set_day(date(2026, 10, 5))
    return set_day


@pytest.fixture
def framework(cast: Cast) -> Framework:
    loaded = load_framework(document("skills", {"I.A": 3, "I.B": 2}))
    db.session.commit()
    return loaded


@pytest.fixture
def sam(as_user: Callable[[User], Client], cast: Cast, framework: Framework) -> Client:
    """Sam's browser."""
    return as_user(cast.staff)


@pytest.fixture
def indicators(framework: Framework) -> dict[str, Any]:
    """The indicators by code."""
    return {
        each.code: each
        for category in framework.categories
        for skill_area in category.areas
        for each in skill_area.indicators
    }


@pytest.fixture
def role(cast: Cast, indicators: dict[str, Any]) -> JobRole:
    """Sam's role: level 3 in I.A.1 (weight 10), 2 in I.A.2 (weight 4), 3 in I.B.1 (weight 5)."""
    made = JobRole(code="network", title="Network administrator", reasoning="")
    made.targets = [
        Target(indicator=indicators["I.A.1"], level=3, good_enough=4, weight=10),
        Target(indicator=indicators["I.A.2"], level=2, weight=4),
        Target(indicator=indicators["I.B.1"], level=3, weight=5),
    ]
    cast.sam.job_roles = [made]
    db.session.commit()
    return made


@pytest.fixture
def submitted(
    framework: Framework, indicators: dict[str, Any], today: Callable[[date], None]
) -> Callable[..., SelfAssessment]:
    """Submit a self-assessment: `submitted(cast.sam, {"I.A.1": 2}, on=date(2025, 10, 1))`."""

    def submit(person: Person, levels: Rated, *, on: date | None = None) -> SelfAssessment:
        before = clock.today()
        today(on or before)
        draft = services.start(person, framework=framework)
        for code, level in levels.items():
            evidence = f"Evidence of {code}" if level is not None and level > 2 else ""
            reason = f"Reason of {code}" if level is None else ""
            services.rate(
                draft, indicator=indicators[code], level=level, evidence=evidence, reason=reason
            )
        services.submit(draft)
        db.session.commit()
        today(before)
        return draft

    return submit


@pytest.fixture
def draft(framework: Framework, cast: Cast) -> SelfAssessment:
    """Sam's draft, with nothing rated."""
    begun = services.start(cast.sam, framework=framework)
    db.session.commit()
    return begun
