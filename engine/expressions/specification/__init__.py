"""The specification's mode of FEEL: the same tree as ours, with null, and names with spaces.

It is for DMN files. What fails gives null; nothing raises, and nothing runs without bound.
Not here: our own mode, with absent and unknown (`engine/expressions/lower.py`, `evaluate.py`).
"""
