"""Conditions as terms of Z3: what can be proved of them, and examples that were replayed."""
