"""Every standard function by its name, and their names for the parser."""

from __future__ import annotations

from typing import Final

from engine.expressions.specification import (
    context_functions,
    conversion,
    date_functions,
    list_functions,
    number_functions,
    range_functions,
    text_functions,
)
from engine.expressions.specification.signatures import BuiltIn

BUILT_INS: Final[dict[str, BuiltIn]] = {
    function.name: function
    for module in (
        conversion,
        number_functions,
        text_functions,
        list_functions,
        date_functions,
        range_functions,
        context_functions,
    )
    for function in module.FUNCTIONS
}
# Fields of values that are no contexts, with spaces in their names: the parser must know them.
PROPERTIES: Final = ("time offset", "start included", "end included")
