"""A person and their own plan: where they stand, what it may hold, how it changes."""
