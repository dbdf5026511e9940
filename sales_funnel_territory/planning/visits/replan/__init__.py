"""A plan in force after something has happened, changed as little as possible."""
