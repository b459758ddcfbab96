"""After the solution: theory, cases to look at, clusters, robustness, chains."""
