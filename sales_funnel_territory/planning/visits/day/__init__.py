"""The visits of one day: their order and their times."""
