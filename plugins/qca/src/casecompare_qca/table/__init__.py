"""The truth table: configurations, the cases in them, scores and codes."""
