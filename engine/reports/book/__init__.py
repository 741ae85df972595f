"""The policy book: all that a configuration says, in both languages, as pages of HTML.

`pages.py` says which pages there are; `service.py` and its neighbours make what they show from the
checked definitions; the templates are in `templates/reports/book/`.
"""
