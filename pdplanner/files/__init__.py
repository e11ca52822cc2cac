"""Files that people hand in: kept outside the database, each behind the access of its record."""
