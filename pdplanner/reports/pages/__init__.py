"""The budget on screen as finished values."""
