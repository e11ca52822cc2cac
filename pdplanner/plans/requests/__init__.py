"""Requests: what a person asks for, on its way through the desks until it is paid."""
