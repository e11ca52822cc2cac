"""What choices bring, what stays open, and why something is not in a plan."""
