"""A simulator of a biller: its own process, its own store, and no part of the portal.

It takes bills, lets a payer pay them at a bank or by card (clearly a simulation; no card is asked
for), and says so to the portal until the portal has heard it. It shares the wire format
(`engine/wire/`) and the look of pages with the portal, and knows nothing of its tables.
"""
