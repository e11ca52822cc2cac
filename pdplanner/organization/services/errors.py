class OrganizationError(Exception):
    """A rule of the organization refuses the change; `field` names what it is about, if one."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field
