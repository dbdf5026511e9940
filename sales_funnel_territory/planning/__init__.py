"""Decisions made with numbers and dataclasses alone; nothing here imports Odoo."""
