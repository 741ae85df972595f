"""What auditors do: find records, read one, see the rules as they were, and take copies.

Reads only. What is written here is that somebody looked (`engine.operations.access`).
"""
