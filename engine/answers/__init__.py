"""Answers: what applicants typed, read against the definition into facts.

Pure: no clock, no store. Answers are kept as typed and read anew each time, so a new release
reads the same text again.
"""
