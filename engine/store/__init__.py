"""What is kept: the store (SQL), the file vault, the ledger's chain, and the outside registers.

`protocols/` says what the use cases may ask; only `sql/` knows SQLAlchemy, and no row leaves it.
"""
