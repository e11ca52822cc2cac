"""The mails that the organization sends."""

from pdplanner.accounts import services as accounts
from pdplanner.accounts.models import Grant, User
from pdplanner.organization.wording import role_name
from pdplanner.web.mail_letters import Letter, address, text


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
        link=address("security.login"),
    )
    return Letter(grant.user.email, "A new role in pdplanner", body)


def of_link(user: User, *, unit_name: str) -> Letter:
    """Tells that an account is now the one of a member of staff."""
    body = _text("linked", user=user, unit=unit_name, link=address("security.login"))
    return Letter(user.email, "Your account in pdplanner", body)


def of_new_address(user: User, *, before: str, unit_name: str) -> Letter:
    """Tells at the new address that the account has it now, or opens one never opened."""
    if user.password is None:
        return of_invitation(user, unit_name=unit_name)
    link = address("security.login")
    body = _text("new_address", user=user, before=before, unit=unit_name, link=link)
    return Letter(user.email, "The address of your account in pdplanner", body)


def of_old_address(user: User, *, before: str, unit_name: str) -> Letter:
    """Tells at the old address that it opens the account no more; not which one does."""
    body = _text("old_address", user=user, before=before, unit=unit_name)
    return Letter(before, "Your account in pdplanner has another address", body)


def invitation_link(user: User) -> str:
    """The address at which a user chooses a password, valid for three days."""
    return address("security.reset_password", token=accounts.invitation_token(user))


def _text(name: str, **values: object) -> str:
    return text(f"organization/mail/{name}.txt", **values)
