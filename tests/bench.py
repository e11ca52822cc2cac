"""CPU time of pages as multiples of a hello-world Flask in the same run: `make bench`.

Both are called in this process through Werkzeug's client, so that the machine's load, the network
and the server do not count. Two districts are made, of 2,000 and of 20,000 people; a page must cost
the same in both.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from pdplanner import create_app, serving
from pdplanner.web import sqlite_statistics
from tests.support import large_district
from tests.support.databases import migrate, settings

SIZES = (2_000, 20_000)
FLATNESS = 1.3
ROUNDS = 9
CALLS = 12
MILLISECONDS = 1_000


@dataclass(frozen=True)
class Page:
    name: str
    goal: float | None
    call: Callable[[large_district.Addresses, Flask], int]
    answer: int = 200


def staff(at: large_district.Addresses, app: Flask) -> FlaskClient:
    return with_session(app, at.staff)


def director(at: large_district.Addresses, app: Flask) -> FlaskClient:
    return with_session(app, at.director)


@cache
def with_session(app: Flask, cookie: str) -> FlaskClient:
    """A browser keeps its cookies; the client's own checks of HTML are left out."""
    client = FlaskClient(app, app.response_class)
    client.set_cookie("session", cookie)
    return client


def finance(at: large_district.Addresses, app: Flask) -> FlaskClient:
    return with_session(app, at.finance)


def save(at: large_district.Addresses, app: Flask) -> int:
    headers = {"X-CSRFToken": at.token, "HX-Request": "true"}
    return staff(at, app).post(at.rating, data=at.rating_form, headers=headers).status_code


PAGES = (
    # No goal: what session, token, headers, header and footer cost before a page shows anything.
    Page("the smallest page", None, lambda at, app: staff(at, app).get("/account/").status_code),
    Page("home page of staff", 8, lambda at, app: staff(at, app).get(at.home).status_code),
    Page("list of 25 people", 20, lambda at, app: director(at, app).get(at.people).status_code),
    Page(
        "team heat map, 26 people", 60, lambda at, app: director(at, app).get(at.team).status_code
    ),
    Page("one self-assessment save", 12, save, answer=303),
    Page(
        "inbox, half asked for", 20, lambda at, app: director(at, app).get(at.requests).status_code
    ),
    Page("ledger of a fund", 20, lambda at, app: finance(at, app).get(at.fund).status_code),
)


def main() -> int:
    figures = {size: measure(size) for size in SIZES}
    floor = min(figure.floor for figure in figures.values())
    print(f"hello-world Flask: {floor * MILLISECONDS:.3f} ms of CPU a request\n")
    print(f"{'page':28}{'goal':>6}" + "".join(f"{size:>11,}" for size in SIZES) + "   growth")
    met = [report(page, [figures[size].ratios[page.name] for size in SIZES]) for page in PAGES]
    return 0 if all(met) else 1


def report(page: Page, ratios: list[float]) -> bool:
    growth = ratios[-1] / ratios[0]
    met = (page.goal is None or max(ratios) <= page.goal) and growth <= FLATNESS
    goal = f"{page.goal:>5.0f}x" if page.goal else " " * 6
    cells = "".join(f"{ratio:>10.1f}x" for ratio in ratios)
    print(f"{page.name:28}{goal}{cells}{growth:>9.2f}   {'met' if met else 'NOT MET'}")
    return met


@dataclass(frozen=True)
class Figures:
    floor: float
    ratios: dict[str, float]


def measure(people: int) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        migrate(url, Path(folder))
        app = create_app(settings(url, Path(folder), RATELIMIT_ENABLED=True))
        with app.app_context():
            at = large_district.make(people)
            # As before a server starts.
            sqlite_statistics.take()
        serving.spare_what_is_loaded()
        floors, ratios = [], {}
        for page in PAGES:
            floor, cost = side_by_side(lambda page=page: page.call(at, app), page.answer)
            floors.append(floor)
            ratios[page.name] = cost / floor
        return Figures(floor=min(floors), ratios=ratios)


def side_by_side(call: Callable[[], int], answer: int) -> tuple[float, float]:
    """CPU seconds of a hello world and of a page: the best of rounds that take turns."""
    floor, cost = [], []
    for _ in range(ROUNDS):
        floor.append(cpu_time(hello, 200))
        cost.append(cpu_time(call, answer))
    return min(floor), min(cost)


def cpu_time(call: Callable[[], int], answer: int) -> float:
    status = call()
    assert status == answer, f"answered {status}, expected {answer}"
    began = time.process_time()
    for _ in range(CALLS):
        call()
    return (time.process_time() - began) / CALLS


def hello() -> int:
    return CLIENT.get("/").status_code


HELLO = Flask("hello")
HELLO.add_url_rule("/", "hello", lambda: "Hello, World!")
CLIENT = HELLO.test_client()

if __name__ == "__main__":
    sys.exit(main())
