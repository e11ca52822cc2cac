"""Asking for an offering that no catalog has."""
