"""The built-in functions that expressions may call, each with its types and the node it makes.

Source of names and meanings: OMG DMN 1.5, 10.3.4. Left out are those that read a clock (`now`,
`today`), and those whose type nobody can know from the text (`get entries`, `context`).
"""

from typing import Final

from engine.expressions.functions import (
    constants,
    contexts,
    counting,
    dated,
    days,
    lists,
    numbers,
    ranges,
    texts,
)
from engine.expressions.functions.signatures import Function

__all__ = ["FUNCTIONS", "Function"]

FUNCTIONS: Final[dict[str, Function]] = {
    function.name: function
    for module in (constants, counting, numbers, texts, lists, contexts, days, dated, ranges)
    for function in module.FUNCTIONS
}
