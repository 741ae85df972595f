"""The policy desk, under /{language}/staff/desk: releases, candidates, previews, trials.

Editors act here, auditors read. `frame.desk_page` draws a page, `routes.ROUTES` lists them all.
"""
