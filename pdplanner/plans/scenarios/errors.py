"""What a scenario cannot do."""


class AdoptedError(Exception):
    """An adopted scenario stays as it is."""


class ChangedMeanwhileError(Exception):
    """Somebody adopted, changed, named or rebuilt since the page was shown."""


class NotBuiltError(Exception):
    """There is no plan in the scenario yet."""


class UnknownError(Exception):
    """The offering is not offered to the unit, or the person does not work there."""


class NameTakenError(Exception):
    """Another saved scenario of the unit and year has the name."""
