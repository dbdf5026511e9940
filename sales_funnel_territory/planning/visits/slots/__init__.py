"""One visit more, or elsewhere, in days that stand: where it fits and what it breaks."""
