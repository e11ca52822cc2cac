"""Independent proof of a result: by the rules of a plan, and by its certificate."""
