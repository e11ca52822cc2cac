"""Fiscal years and funds: the money that plans may use, and the only code that moves it."""
