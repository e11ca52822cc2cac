"""Work done outside the request, on SQLite, Redis or PostgreSQL by one address."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, current_app
from huey import MemoryHuey, PostgresHuey, PriorityRedisHuey, SqliteHuey, crontab
from huey.api import Huey
from huey.consumer import Consumer
from huey.serializer import SignedSerializer

SHORTEST_WAIT, LONGEST_WAIT = 0.05, 0.25
"""Seconds."""


class Task:
    """A function that a worker runs later; its arguments are plain values."""

    def __init__(self, function: Callable[..., None]) -> None:
        self.function = function
        self.name = f"{function.__module__}.{function.__qualname__}"

    def later(self, *arguments: object) -> None:
        """Hand the call to a worker. Call it after the commit that the work depends on."""
        current_app.extensions["queue_tasks"][self.name](*arguments)

    def waiting(self) -> set[tuple[object, ...]]:
        """Return the arguments of the calls that no worker has taken up yet, or is to try again."""
        broker = current_app.extensions["queue"]
        calls = (*broker.pending(), *broker.scheduled())
        return {call.args for call in calls if call.name == self.name}


class Queue:
    """The tasks that modules declare, bound to a broker when the application is made."""

    def __init__(self) -> None:
        self.tasks: list[Task] = []
        self.chores: list[Callable[[], object]] = []

    def task(self, function: Callable[..., None]) -> Task:
        declared = Task(function)
        self.tasks.append(declared)
        return declared

    def each_minute(self, function: Callable[[], object]) -> Callable[[], object]:
        """Declare a chore that a worker does when it starts and then once a minute."""
        self.chores.append(function)
        return function

    def others_wait(self) -> bool:
        """Whether there is work that nobody has taken up, for long work that lets it go first."""
        return bool(current_app.extensions["queue"].pending_count())

    def begin(self, name: str) -> int:
        """Note that some work begins; return how often it has begun since it last ended."""
        return int(current_app.extensions["queue"].storage.incr(f"begun-{name}"))

    def end(self, name: str) -> None:
        """Note that some work ended, as work does whose worker lives."""
        current_app.extensions["queue"].storage.delete_counter(f"begun-{name}")

    def init_app(self, app: Flask) -> None:
        broker = _broker(app.config["QUEUE_URL"], app.config["SECRET_KEY"])
        app.extensions["queue"] = broker
        app.extensions["queue_tasks"] = {
            task.name: broker.task(name=task.name, retries=2, retry_delay=5)(
                _within(app, task.function)
            )
            for task in self.tasks
        }
        for chore in self.chores:
            done = _within(app, chore)
            broker.on_startup(name=chore.__qualname__)(done)
            broker.periodic_task(crontab(minute="*"), name=chore.__qualname__)(done)


def consumer(app: Flask) -> Consumer:
    """The worker of an application's queue, which ends what it does when it is told to stop.

    What has to ask for work asks several times a second: somebody waits for the answer.
    """
    options = {"workers": 2, "initial_delay": SHORTEST_WAIT, "max_delay": LONGEST_WAIT}
    return app.extensions["queue"].create_consumer(graceful_signal="TERM", **options)


def _broker(url: str, secret: str) -> Huey:
    # Signed, since the broker's pickles would else run whatever is written into its file.
    options: dict[str, Any] = {
        "name": "pdplanner",
        "utc": True,
        "serializer": SignedSerializer(secret=secret, salt="queue"),
    }
    if url.startswith("sqlite:///"):
        return SqliteHuey(filename=url.removeprefix("sqlite:///"), fsync=True, **options)
    if url.startswith("redis://"):
        return PriorityRedisHuey(url=url, **options)
    if url.startswith("postgresql"):
        return PostgresHuey(dsn=url.replace("+psycopg", ""), **options)
    return MemoryHuey(immediate=True, **options)


def _within(app: Flask, function: Callable[..., object]) -> Callable[..., None]:
    @wraps(function)
    def run(*arguments: object) -> None:
        with app.app_context():
            function(*arguments)

    return run
