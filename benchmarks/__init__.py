"""Measurements and checks that are run by hand; nothing of this ships."""
