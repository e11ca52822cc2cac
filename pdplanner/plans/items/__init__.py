"""What stands in plans: items, who pays them and what they cost, runs, mentors, memberships."""
