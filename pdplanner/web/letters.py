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


def address(endpoint: str, **values: object) -> str:
    """Built on the configured address: a request's Host header is anybody's to write."""
    path = current_app.url_map.bind("localhost").build(endpoint, values)
    return f"{current_app.config['BASE_URL']}{path}"


def text(template: str, **values: object) -> str:
    # The environment itself: the command line has no request for a page's context.
    return current_app.jinja_env.get_template(template).render(**values)
