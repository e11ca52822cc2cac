"""Why no plan exists: the fewest rules that cannot be kept together."""
