"""Lifecycles that services share: read, given their arguments, put into each service that uses one.

`declared` reads what a lifecycle takes and which parts it has, `leaving_out` leaves out what a use
does not have, `expand` is the whole stage and `unused` says what nobody uses. What is copied, and
how arguments are read, is as for fragments; names and ids stay as they are written.
"""
