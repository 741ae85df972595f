"""The pages of staff, under /{language}/staff: requests in, use cases called, view models out.

`menu` has a line for each part, `frame.staff_page` draws a page, `routes.ROUTES` lists them all.
"""
