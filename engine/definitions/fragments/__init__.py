"""Fragments: read, given their arguments, copied to where they are used. Nothing else knows them.

`declared` reads what a fragment takes and what uses it, `arguments` gives a use its arguments,
`copying` writes the parts of a fragment under the name of a use, `placing` puts steps and fields
where a journey says, and `expand` is the whole stage. `own_words` says problems once, in the words
of the fragment.
"""
