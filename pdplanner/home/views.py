from flask import Blueprint
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.web.htmx import render

bp = Blueprint("home", __name__)


@bp.get("/")
@access.requires("signed_in")
def index() -> ResponseReturnValue:
    return render("home/index.html", fragment="next")
