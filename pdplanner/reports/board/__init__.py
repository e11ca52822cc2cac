"""The board's links, and what they show."""
