"""How the organization's values are put into words."""

from enum import StrEnum

from pdplanner.accounts.models import Role, User


class AccountState(StrEnum):
    """Whether somebody can sign in, as the pages say it."""

    NONE = "No account"
    CLOSED = "Account closed"
    INVITED = "Invited, not opened"
    OPEN = "Can sign in"

    @property
    def tone(self) -> str:
        """The classes of the words: what needs a hand stands out."""
        if self is AccountState.INVITED:
            return "warn-t b"
        return "" if self is AccountState.OPEN else "mut"


def account_state(*, active: bool | None, opened: bool) -> AccountState:
    """`active` is None where there is no account; one without a password was never opened."""
    if active is None:
        return AccountState.NONE
    if not active:
        return AccountState.CLOSED
    return AccountState.OPEN if opened else AccountState.INVITED


def state_of(user: User | None) -> AccountState:
    if user is None:
        return AccountState.NONE
    return account_state(active=user.active, opened=user.password is not None)


def role_name(role: str) -> str:
    return "HR" if role == Role.HR else role
