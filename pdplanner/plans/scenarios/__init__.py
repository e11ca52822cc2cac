"""A unit's scenarios: set up, built, kept, adopted, and what changed since."""
