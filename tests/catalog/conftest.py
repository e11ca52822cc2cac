"""What the stories of the catalog start from: a small framework, a shipped offering, two own."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from pdplanner.catalog import services
from pdplanner.catalog.models import Format, Offering
from pdplanner.extensions import db
from pdplanner.frameworks.models import Framework
from pdplanner.frameworks.services import load_framework
from tests.catalog.documents import FRAMEWORK, document, entry


@dataclass(frozen=True)
class Catalog:
    framework: Framework
    course: Offering
    """Shipped: $199.50, 12 h, brings I.A.1 to 2."""
    exam: Offering
    """Shipped: neither price nor hours known, brings I.B.1 to 3 from 1."""
    alders: Offering
    """Owned by Alder."""
    birchs: Offering
    """Owned by Birch."""

    def indicator(self, code):
        [category] = self.framework.categories
        return next(i for a in category.areas for i in a.indicators if i.code == code)


@pytest.fixture
def framework(app):
    framework = load_framework(FRAMEWORK)
    db.session.commit()
    return framework


@pytest.fixture
def catalog(cast, framework):
    course, exam = services.load_offerings(
        document(
            entry("vision-course", price_usd=Decimal("199.50"), hours=12, credits=12),
            entry(
                "drill-exam",
                format="certification-exam",
                teaches=[{"indicator": "I.B.1", "level": 3, "from": 1}],
            ),
        )
    )
    own = {"provider": "In-house", "format": Format.IN_PERSON, "price_cents": 0, "hours": 2.0}
    alders = services.create_offering(unit=cast.alder, title="Alder's drill", **own)
    birchs = services.create_offering(unit=cast.birch, title="Birch's drill", **own)
    db.session.commit()
    return Catalog(framework, course, exam, alders, birchs)


@pytest.fixture
def shelf(cast, framework):
    """Six shipped offerings that differ in what a person can filter by."""
    services.load_offerings(
        document(
            entry("apples", price_usd=0, hours=2, format="book"),
            entry("berries", price_usd=90, hours=8, description="Grows in a 100% shade."),
            entry("cherries", price_usd=400, hours=30, format="conference"),
        )
    )
    services.load_offerings(
        document(
            entry(
                "drills", price_usd=50, hours=60,
                teaches=[
                    {"indicator": "I.B.1", "level": 3, "from": 1},
                    {"indicator": "I.A.2", "level": 1, "from": 0},
                ],
            ),
            entry("elders"),
            entry("figs_and_more", title="Figs_and more", price_usd=10),
            provider="Grove Institute",
        )
    )  # fmt: skip
    db.session.commit()


@pytest.fixture
def staff(as_user, cast):
    return as_user(cast.staff)
