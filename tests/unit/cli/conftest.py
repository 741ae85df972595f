"""What commands leave behind in their process is taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import structlog


@pytest.fixture(autouse=True)
def _logs() -> Iterator[None]:
    """A command sets up the logs of its process."""
    yield
    structlog.reset_defaults()
