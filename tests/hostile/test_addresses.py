"""Every page and file stands whatever its address holds."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote, urlsplit

from tests.hostile.site import Site, faults, posted, query
from tests.hostile.values import MANY, NUMBERS, VALUES, some_of
from tests.support.client import HTMX

PART = "any-part"
# Flask-Security looks for it in every address; only to strangers does it make a difference.
TOKEN = "auth_token"


def test_no_argument_breaks_a_page(site):
    values = {**VALUES, **NUMBERS, "many times over": MANY}
    wrong = []
    for place, (actor, endpoint, path, name) in enumerate(arguments(site)):
        for what, value in some_of(values, place, engine=site.engine).items():
            # A fragment asks its address for as much as its page, and is drawn faster.
            answer = site.ask(actor, path, query_string=query({name: value}), headers=HTMX)
            wrong += [f"{endpoint}, {name}: {what}: {each}" for each in faults(site, answer)]
    assert wrong == []


def test_no_part_of_a_path_breaks_its_route(site):
    values = {what: value[0] for what, value in {**VALUES, **NUMBERS}.items() if value}
    wrong = []
    for actor, method, path in paths(site):
        for what, value in values.items():
            answer = site.ask(actor, path.replace(PART, quote(value, safe="")), method=method)
            wrong += [f"{method} {path}: {what}: {each}" for each in faults(site, answer)]
    assert wrong == []


def arguments(site: Site) -> Iterator[tuple[str, str, str, str]]:
    """Each argument that a page looks at, with the page and somebody who may see it."""
    for endpoint, (actor, address) in sorted(site.pages.items()):
        for name in sorted(site.asked[endpoint] - {TOKEN}):
            yield actor, endpoint, urlsplit(address).path, name
    yield "anonymous", "home.index", "/", TOKEN


def paths(site: Site) -> Iterator[tuple[str, str, str]]:
    """The path of each route, once for each of its parts that stands for a record."""
    asked = [(actor, "GET", address) for actor, address in site.pages.values()]
    asked += [(actor, form.method, form.action) for actor, form in posted(site)]
    adapter, seen = site.app.url_map.bind("localhost"), set()
    for actor, method, address in asked:
        path = urlsplit(address).path
        endpoint, values = adapter.match(path, method)
        if values and (endpoint, method) not in seen:
            seen.add((endpoint, method))
            yield from ((actor, method, each) for each in opened(path, values.values()))


def opened(path: str, values: Iterable[object]) -> Iterator[str]:
    """The path with each part in turn that is one of the values left open."""
    parts = path.split("/")
    for place, part in enumerate(parts):
        if part in map(str, values):
            yield "/".join([*parts[:place], PART, *parts[place + 1 :]])
