"""Professional-development planning for the technology teams of school districts."""

from flask import Flask
from jinja2 import StrictUndefined

from pdplanner import (
    accounts,
    assessments,
    budgets,
    catalog,
    config,
    extensions,
    frameworks,
    home,
    navigation,
    notices,
    organization,
    plans,
    reports,
)
from pdplanner.accounts import sign_in
from pdplanner.web import (
    addresses,
    errors,
    filters,
    headers,
    htmx,
    request_log,
    static,
    transactions,
    uploads,
)


def create_app(settings: config.Settings | None = None) -> Flask:
    """Build the application; tests and the demo pass their own settings."""
    app = Flask(__name__, template_folder="../templates", static_folder=None)
    app.jinja_env.undefined = StrictUndefined
    app.config.from_object(settings or config.current())
    # First, so that its line is the last word on an answer.
    request_log.init_app(app)
    for part in (
        headers,
        htmx,
        addresses,
        transactions,
        uploads,
        extensions,
        static,
        sign_in,
        errors,
    ):
        part.init_app(app)
    for part in (filters, navigation):
        part.init_app(app)
    for slice_ in (
        accounts,
        frameworks,
        organization,
        notices,
        catalog,
        assessments,
        budgets,
        plans,
        reports,
        home,
    ):
        app.register_blueprint(slice_.bp)
    for blueprint in (*plans.more_blueprints, *reports.more_blueprints):
        app.register_blueprint(blueprint)
    return app
