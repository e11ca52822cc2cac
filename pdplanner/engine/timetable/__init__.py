"""Which run each place is in, and who pays it then."""
