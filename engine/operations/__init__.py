"""Use cases: what people and programs can ask of Mumaris. The only callers of `engine.store`.

One file a theme. Every function takes `ports` (what lies outside: store, files, registers,
releases) and `now`, an aware instant in UTC; none reads a clock, a request or the environment.
Every write is one transaction, and every retry is safe.

What an applicant can meet comes back as a result type; what maps to one status for every caller
is raised (`NotThere`, `NotOpen`, `OutOfOrder`, in `results.py`).
"""
