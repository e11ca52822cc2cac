class OrganizationError(Exception):
    """A rule of the organization refuses the change; `field` names what it is about, if one."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class OtherNameError(OrganizationError):
    """An address is the account of somebody with another name, who may be the same person."""

    def __init__(self, *, email: str, name: str) -> None:
        super().__init__(f"{email} is the account of {name}.", field="email")
        self.email = email
