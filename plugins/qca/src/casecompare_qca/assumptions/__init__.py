"""What a solution assumes about remainders: untenable rows, enhanced analysis, counterfactuals."""
