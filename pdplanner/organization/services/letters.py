"""The mails that the organization sends, as values to be sent once their cause is committed."""

from dataclasses import dataclass

from flask import current_app

from pdplanner.accounts import services as accounts
from pdplanner.accounts.models import Grant, User
from pdplanner.organization.wording import role_name
from pdplanner.web import mail


@dataclass(frozen=True)
class Letter:
    recipient: str
    subject: str
    body: str

    def send(self) -> None:
        """Hand it to the worker. Call it after the commit."""
        mail.deliver.later(self.recipient, self.subject, self.body)


def of_invitation(user: User, *, unit_name: str) -> Letter:
    """The letter that opens an account, by a link that chooses its password."""
    body = _text("invitation", user=user, unit=unit_name, link=invitation_link(user))
    return Letter(user.email, "Your account in pdplanner", body)


def of_grant(grant: Grant) -> Letter:
    """Tells of a role; whoever cannot sign in yet gets the link that lets them."""
    if grant.user.password is None:
        return of_invitation(grant.user, unit_name=grant.unit.name)
    body = _text(
        "role",
        user=grant.user,
        unit=grant.unit.name,
        role=role_name(grant.role),
        link=_address("security.login"),
    )
    return Letter(grant.user.email, "A new role in pdplanner", body)


def of_link(user: User, *, unit_name: str) -> Letter:
    """Tells that an account is now the one of a member of staff."""
    body = _text("linked", user=user, unit=unit_name, link=_address("security.login"))
    return Letter(user.email, "Your account in pdplanner", body)


def invitation_link(user: User) -> str:
    """The address at which a user chooses a password, valid for three days."""
    return _address("security.reset_password", token=accounts.invitation_token(user))


def _address(endpoint: str, **values: str) -> str:
    """Built on the configured address: a request's Host header is anybody's to write."""
    path = current_app.url_map.bind("localhost").build(endpoint, values)
    return f"{current_app.config['BASE_URL']}{path}"


def _text(name: str, **values: object) -> str:
    # The environment itself: the command line has no request for a page's context.
    template = current_app.jinja_env.get_template(f"organization/mail/{name}.txt")
    return template.render(**values)
