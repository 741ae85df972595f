"""The store on SQLAlchemy: SQLite by default, PostgreSQL by its address. See `store.py`."""

from engine.store.sql.store import SqlStore, open_store

__all__ = ["SqlStore", "open_store"]
