"""The money of a fiscal year as rows and sums, and the sentences about it."""
