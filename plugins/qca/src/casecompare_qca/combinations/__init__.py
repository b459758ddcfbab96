"""Necessity and sufficiency of single conditions and of their combinations."""
