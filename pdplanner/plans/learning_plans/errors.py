"""Why a change to a plan is refused; each message is a sentence for the person."""


class PlanError(Exception):
    """A change that is refused, with nothing changed."""


class QuoteNeededError(PlanError):
    """The offering has no price or no hours, so nobody could say what the plan costs."""


class NotOfferedError(PlanError):
    """The offering is not offered to the person's unit, or no more."""


class RequiredFirstError(PlanError):
    """The offering requires one that the person has neither done nor planned."""


class TooMuchError(PlanError):
    """The offering does not fit the hours, the allowance or the places that are left."""


class AnsweredError(PlanError):
    """The item is no longer one that can be answered or withdrawn."""


class NoYearError(PlanError):
    """No fiscal year of the person's district covers today."""
