"""The pages on which a person chooses offerings, and what needs a quote first."""
