"""FEEL (OMG DMN 1.5) in a closed, typed and total form, and its small core.

`syntax` and `parser` hold the language as written, `lower` and `operators` its names and types,
`guards` and `presence` what may be absent, `core` the small typed form that every reading reads,
`evaluate` the reference interpreter.
"""
