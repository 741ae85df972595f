"""The PostgreSQL that the tests of the store trust."""

import pytest
import sqlalchemy

pytestmark = pytest.mark.postgres


def test_the_server_is_a_postgresql_in_utf8_and_utc(postgres_url: str) -> None:
    engine = sqlalchemy.create_engine(postgres_url)
    with engine.connect() as connection:
        encoding = connection.scalar(sqlalchemy.text("show server_encoding"))
        zone = connection.scalar(sqlalchemy.text("show timezone"))
    engine.dispose()
    assert (engine.dialect.name, encoding, zone) == ("postgresql", "UTF8", "UTC")
