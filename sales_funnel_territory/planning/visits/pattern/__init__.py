"""The classic periodic routing problem, by the same means."""
