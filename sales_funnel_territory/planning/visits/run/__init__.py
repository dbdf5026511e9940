"""A search in a process of its own."""
