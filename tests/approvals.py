"""Approvals a second, each committed to the disk, beside bare commits: part of `make bench`.

On SQLite with `synchronous=FULL`, and on a PostgreSQL server that waits for the disk. A bare commit
changes one row; how many of its kind an approval costs does not depend on the disk at hand.
"""

import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from pdplanner import clock, create_app
from pdplanner.budgets.models import Fund
from pdplanner.extensions import db
from pdplanner.plans.models import PlanItem
from pdplanner.plans.requests import steps
from pdplanner.plans.requests.step_entries import Sent
from pdplanner.web import transactions
from tests.support import postgres
from tests.support.cast import make_cast
from tests.support.databases import PostgresTemplate, migrate, settings
from tests.support.framework import make_framework
from tests.support.person_year import make_ledger_fund, make_requests, make_year

NUMBER = 200


def main() -> None:
    print(f"{'approvals, each to the disk':28}{'a second':>12}{'bare commits':>16}{'ratio':>9}")
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        migrate(url, Path(folder))
        report("SQLite, synchronous=FULL", url, Path(folder))
    with tempfile.TemporaryDirectory() as folder, postgres.server(durable=True) as server:
        template = PostgresTemplate(server, Path(folder))
        report("PostgreSQL, fsync", template.emptied(), Path(folder))


def report(name: str, url: str, folder: Path) -> None:
    app = create_app(settings(url, folder))
    with app.app_context(), transactions.writing():
        approvals, commits = measure()
        db.session.remove()
        db.engine.dispose()
    print(f"{name:28}{approvals:>12,.0f}{commits:>16,.0f}{commits / approvals:>8.1f}x")


def measure() -> tuple[float, float]:
    """Approvals and bare commits a second."""
    cast = make_cast()
    make_framework()
    year = make_year(cast.alder)
    ids = make_requests(cast.sam, year, NUMBER)
    fund_id = make_ledger_fund(cast.alder, year, cents=10_00 * NUMBER).id
    director = cast.director

    def approve(number: int) -> None:
        item = db.session.get_one(PlanItem, ids[number])
        sent = Sent(by=director, key=uuid.uuid4().hex)
        steps.approve(item, parts={fund_id: 10_00}, sent=sent)

    def touch(number: int) -> None:
        db.session.get_one(PlanItem, ids[number]).changed_at = clock.now()

    approvals = a_second(approve)
    assert db.session.get_one(Fund, fund_id).encumbered_cents == 10_00 * NUMBER
    return approvals, a_second(touch)


def a_second(deed: Callable[[int], None]) -> float:
    began = time.perf_counter()
    for number in range(NUMBER):
        deed(number)
        db.session.commit()
    return NUMBER / (time.perf_counter() - began)


if __name__ == "__main__":
    main()
