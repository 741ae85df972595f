"""A DMN model carried over to our YAML: tables, derived facts and lists, and what could not be.

Every expression is written in our mode and then checked by our own lowering, so that nothing is
written that `mumaris check` would refuse as an expression. What cannot be said is a note.
"""
