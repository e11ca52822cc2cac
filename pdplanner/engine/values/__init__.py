"""The plain values of a planning problem and its result, which check themselves."""
