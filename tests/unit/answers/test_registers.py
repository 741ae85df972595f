from engine.answers import registers_read
from tests.support.visits import catalogue, service


def test_a_service_asks_only_the_registers_that_it_needs() -> None:
    """Its rules, steps and `open_to` name the register of persons; nothing names vehicles."""
    assert registers_read(catalogue(), service()) == ("person",)
