"""The plan, the ledger and every list as CSV."""
