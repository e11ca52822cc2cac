from urllib.parse import urlsplit

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.frameworks import queries, search
from pdplanner.frameworks.models import Framework
from pdplanner.web.htmx import page, render
from pdplanner.web.search_text import searched

bp = Blueprint("frameworks", __name__, url_prefix="/frameworks")

# Publishers by the host of a framework's source; others are named by their host.
PUBLISHERS = {"cosn.org": "CoSN", "www.cosn.org": "CoSN"}


@bp.get("/")
@access.requires("framework.read")
def index() -> ResponseReturnValue:
    return page("frameworks/index.html", frameworks=queries.counted())


@bp.get("/<code>")
@access.requires("framework.read")
def show(code: str) -> ResponseReturnValue:
    framework = _load(code)
    text = searched(request.args.get("q", ""))
    return render(
        "frameworks/show.html",
        fragment="indicators",
        framework=framework,
        publisher=_publisher(framework),
        listing=search.listing(framework, text),
        q=text,
    )


@bp.get("/<code>/<indicator_code>")
@access.requires("framework.read")
def indicator(code: str, indicator_code: str) -> ResponseReturnValue:
    framework = _load(code)
    neighbors = queries.neighbors(framework, indicator_code) or abort(404)
    return page(
        "frameworks/indicator.html",
        framework=framework,
        publisher=_publisher(framework),
        before=neighbors.before,
        indicator=neighbors.indicator,
        after=neighbors.after,
    )


def _load(code: str) -> Framework:
    return queries.framework(code) or abort(404)


def _publisher(framework: Framework) -> str:
    host = urlsplit(framework.source).hostname or framework.source
    return PUBLISHERS.get(host, host)
