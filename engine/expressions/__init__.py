"""FEEL (OMG DMN 1.5) in a closed, typed and total form, and its small core.

`syntax` and `parser` hold the language as written, `typing` its types and guards, `core` the
small typed form that every reading reads, `evaluate` the reference interpreter.
"""
