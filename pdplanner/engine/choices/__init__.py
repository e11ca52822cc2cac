"""What people can take: who can pay it, what it teaches, what a plan of it comes to."""
