"""PDF pages: the budget, and a purchase request."""
