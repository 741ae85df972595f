"""Decisions: the rules of one release applied to one person's facts on one day, and why."""
