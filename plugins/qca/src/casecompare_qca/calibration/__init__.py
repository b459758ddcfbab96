"""Checks of calibrated sets, and thresholds read off the data."""
