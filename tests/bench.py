"""CPU time of pages as multiples of a hello-world Flask in the same run: `make bench`.

Both are called in this process through Werkzeug's client, so that the machine's load, the network
and the server do not count. Two districts are made, of 2,000 and of 20,000 people; a page must cost
the same in both.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from pdplanner import create_app
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
    goal: float
    call: Callable[[large_district.Addresses, FlaskClient], int]


PAGES = (
    Page("home page of staff", 8, lambda at, client: get(client, at.home, at.staff)),
    Page("list of 25 people", 20, lambda at, client: get(client, at.people, at.director)),
    Page("team heat map, 26 people", 60, lambda at, client: get(client, at.team, at.director)),
    Page("one self-assessment save", 12, lambda at, client: save(client, at)),
)


def get(client: FlaskClient, address: str, user: str) -> int:
    return client.get(address, headers={"Cookie": user}).status_code


def save(client: FlaskClient, at: large_district.Addresses) -> int:
    headers = {"Cookie": at.staff, "X-CSRFToken": at.token, "HX-Request": "true"}
    return client.post(at.rating, data=at.rating_form, headers=headers).status_code


def main() -> int:
    floor = cpu_time(lambda: hello().get("/").status_code, expected=200)
    print(f"hello-world Flask: {floor * MILLISECONDS:.3f} ms of CPU a request")
    figures = {size: measure(size) for size in SIZES}
    ok = True
    print(
        f"\n{'page':28}{'goal':>6}"
        + "".join(f"{size:>11,}" for size in SIZES)
        + "   larger/smaller"
    )
    for page in PAGES:
        ratios = [figures[size][page.name] / floor for size in SIZES]
        flat = ratios[-1] / ratios[0]
        met = max(ratios) <= page.goal and flat <= FLATNESS
        ok &= met
        cells = "".join(f"{ratio:>10.1f}x" for ratio in ratios)
        print(
            f"{page.name:28}{page.goal:>5.0f}x{cells}   {flat:>7.2f}   {'met' if met else 'NOT MET'}"
        )
    return 0 if ok else 1


def measure(people: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        migrate(url, Path(folder))
        app = create_app(settings(url, Path(folder)))
        with app.app_context():
            at = large_district.make(people)
        client = app.test_client(use_cookies=False)
        return {
            page.name: cpu_time(
                lambda page=page: page.call(at, client),
                expected=303 if page.name.endswith("save") else 200,
            )
            for page in PAGES
        }


def cpu_time(call: Callable[[], int], *, expected: int) -> float:
    """The best of several rounds, in seconds of CPU a call."""
    for _ in range(CALLS):
        status = call()
        assert status == expected, f"answered {status}, expected {expected}"
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(CALLS):
            call()
        rounds.append((time.process_time() - began) / CALLS)
    return min(rounds) if len(rounds) > 2 else statistics.median(rounds)


def hello() -> FlaskClient:
    return HELLO.test_client(use_cookies=False)


HELLO = Flask("hello")
HELLO.add_url_rule("/", "hello", lambda: "Hello, World!")

if __name__ == "__main__":
    sys.exit(main())
