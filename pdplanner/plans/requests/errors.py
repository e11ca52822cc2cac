"""Why a step of a request is refused; each message is a sentence for whoever took it."""

from pdplanner.web.filters import dollars


class RequestError(Exception):
    """A step that is refused, with nothing changed; `field` names what it is about."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NotNowError(RequestError):
    """The item is not in a state from which the step leads anywhere."""


class OwnRequestError(RequestError):
    """Nobody approves what they asked for, or entered for somebody else."""


class NoMentorError(RequestError):
    """The mentor of its offering does not work here any more."""


class SplitError(RequestError):
    """The funds do not add up to the cost, or one of them may not pay it."""


class NoFundError(SplitError):
    """What was approved as free did cost something; it says how a fund comes to pay that."""

    def __init__(self, *, completed: bool) -> None:
        instead = (
            "Let its person ask for the sum by itself, under Choose, “Ask for something else”"
            if completed
            else "Cancel it, and let it be requested anew with what it costs"
        )
        super().__init__(
            f"No fund is named for it: it was approved as free. {instead}: whoever approves that"
            " names a fund.",
            field="fee",
        )


class CostsMoreError(RequestError):
    """It did cost more than was approved, by so many cents, and nobody said to take these too."""

    def __init__(self, cents: int) -> None:
        super().__init__(
            f"That is {dollars(cents)} more than was approved. Say that it is to be taken too, and"
            " why it did cost more.",
            field="more",
        )
        self.cents = cents


class SentBeforeError(RequestError):
    """The same form came before with something else in it."""
