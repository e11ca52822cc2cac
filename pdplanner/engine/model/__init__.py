"""A problem as an integer program: columns for choices, a named rule for each rule of a plan."""
