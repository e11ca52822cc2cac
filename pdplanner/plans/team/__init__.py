"""The page of a unit and its plan."""
