"""One service with many rules: what each costs, and what compiling and keeping them costs."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from time import process_time

from benchmarks.timing import medians
from engine.decide.brief import decide_briefly
from engine.decide.decision import decide
from engine.decide.network import Network
from engine.expressions.program import Program
from engine.model.types import DATE, YES_NO
from engine.model.value import Facts
from tests.support.programs import WHOLE, given, program_of

DAY = date(2026, 11, 23)
SIZES = (10, 100, 1_000)
_FACTS = {
    **{f"n{at}": WHOLE for at in range(20)},
    **{f"d{at}": DATE for at in range(10)},
    **{f"b{at}": YES_NO for at in range(10)},
}


def service(rules: int) -> Program:
    """Rules of three clauses each over forty facts; two of the three are read by no other rule."""
    return program_of(
        facts=_FACTS,
        rules={
            f"r{at}": f"n{at % 20} >= {at} and "
            f'(b{at % 10} or d{at % 9} + @"P{at + 1}M" <= decision_date)'
            for at in range(rules)
        },
    )


def facts() -> Facts:
    numbers = {f"n{at}": Decimal(at % 9) for at in range(20)}
    days = {f"d{at}": date(2024, 1 + at, 28 - at) for at in range(10)}
    return given(**numbers, **days, **{f"b{at}": at % 3 == 0 for at in range(10)})


def growth() -> Iterator[str]:
    known = dict(facts())
    for size in SIZES:
        program = service(size)
        repeats = 2_000 // size

        def work(program: Program = program, repeats: int = repeats) -> int:
            for _ in range(repeats):
                decide_briefly(program, known, DAY)
            return repeats

        taken = medians({"one": work})["one"]
        start = process_time()
        replace(program).editions.on(DAY)
        ready = process_time() - start
        yield (
            f"{size:>6} rules: {taken / size * 1e6:6.2f} µs a rule; "
            f"compiled in {ready * 1e3:.0f} ms, {kept(program) / 1e6:.2f} MB; {second(program)}"
        )


def second(program: Program) -> str:
    """What the second opinion costs."""
    decision = decide(program, facts(), DAY, "")
    start = process_time()
    network = Network(program)
    built = process_time() - start
    start = process_time()
    assert network.differences(decision, facts()) == ()
    agreed = process_time() - start
    network.close()
    return f"network built in {built * 1e3:.0f} ms, agrees in {agreed * 1e3:.0f} ms"


def kept(program: Program) -> int:
    """Bytes that stay in memory for the compiled form of a program, for one day."""
    fresh = replace(program)
    tracemalloc.start()
    fresh.editions.on(DAY)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return held
