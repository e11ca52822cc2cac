"""Why a change of the budget is refused."""


class BudgetError(Exception):
    """A rule of the budget refuses the change; `field` names what it is about."""

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(message)
        self.field = field
