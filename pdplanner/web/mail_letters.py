"""Mails as values, to be sent once their cause is committed."""

from dataclasses import dataclass

from flask import current_app

from pdplanner.web import mail


@dataclass(frozen=True)
class Letter:
    recipient: str
    subject: str
    body: str

    def send(self) -> None:
        """Hand it to the worker. Call it after the commit."""
        mail.deliver.later(self.recipient, self.subject, self.body)


def site() -> str:
    """The configured address of this site: a request's Host header is anybody's to write."""
    address: str = current_app.config["BASE_URL"]
    return address


def path(endpoint: str, **values: object) -> str:
    """The path of a page, wherever it is asked for: the command line has no request."""
    return current_app.url_map.bind("localhost").build(endpoint, values)


def address(endpoint: str, **values: object) -> str:
    return f"{site()}{path(endpoint, **values)}"


def text(template: str, **values: object) -> str:
    # The environment itself: the command line has no request for a page's context.
    return current_app.jinja_env.get_template(template).render(**values)
