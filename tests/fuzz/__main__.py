"""`make fuzz`: a coverage-guided fuzzer looks for a text that breaks the language, for a time.

`make fuzz ARGS='--seconds 600'` looks longer. A text that breaks it is written to the screen and to
`.cache/fuzz/`; keep it as a line of `tests/fuzz/kept.txt`, which the tests run.
"""

import argparse
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["engine.expressions"]):
    from tests.fuzz.targets import tried

FOLDER = Path(".cache/fuzz")


def main() -> None:
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=120, help="how long to look")
    chosen = parser.parse_args()
    (FOLDER / "texts").mkdir(parents=True, exist_ok=True)
    words = Path(__file__).with_name("words.txt")
    options = [
        f"-max_total_time={chosen.seconds}",
        "-max_len=400",
        f"-dict={words}",
        f"-artifact_prefix={FOLDER}/",
        "-print_final_stats=1",
        str(FOLDER / "texts"),
    ]
    atheris.Setup([sys.argv[0], *options], lambda data: tried(data.decode("utf-8", "replace")))
    atheris.Fuzz()


main()
