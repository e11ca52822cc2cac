"""Why a step of a request is refused; each message is a sentence for whoever took it."""


class RequestError(Exception):
    """A step that is refused, with nothing changed; `field` names what it is about."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NotNowError(RequestError):
    """The item is not in a state from which the step leads anywhere."""


class OwnRequestError(RequestError):
    """Nobody approves what they asked for, or entered for somebody else."""


class SplitError(RequestError):
    """The funds do not add up to the cost, or one of them may not pay it."""


class SentBeforeError(RequestError):
    """The same form came before with something else in it."""
