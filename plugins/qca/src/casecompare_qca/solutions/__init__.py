"""From a truth table to prime implicants, models and solutions, exact or with an honest label."""
