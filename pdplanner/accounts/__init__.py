"""Sign-in, accounts, and who may do what at which unit."""

from pdplanner.accounts.views import bp

__all__ = ["bp"]
