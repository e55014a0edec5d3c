"""The front pages that lead to all briefs, and what is due."""
