"""What stands behind a figure of a fund, in words: for its page and for files."""
