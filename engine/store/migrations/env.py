"""Runs the migrations in the transaction that `engine.store.sql.schema` opened."""

from __future__ import annotations

from alembic import context

from engine.store.sql.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
