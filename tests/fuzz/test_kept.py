"""Every text that once broke the language is read and evaluated without a fault of ours."""

from pathlib import Path

import pytest

from tests.fuzz.targets import tried

KEPT = [
    line
    for line in Path(__file__).with_name("kept.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
assert KEPT, "an empty file must not pass"


@pytest.mark.parametrize("line", KEPT)
def test_a_kept_text_is_read_and_evaluated(line: str) -> None:
    tried(eval(line, {"__builtins__": {}}))
