"""The plan of a period: which visit on which day, found by ruin and recreate."""
