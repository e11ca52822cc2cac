"""A built scenario as finished values and sentences for its page."""
