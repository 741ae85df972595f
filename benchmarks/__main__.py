"""`make bench`: the numbers of docs/guides/performance.md, measured here and now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import process_time
from typing import Any

from benchmarks.by_hand import decided
from benchmarks.growth import growth, kept
from benchmarks.inputs import DAY, applications, numbered, plain, renewal
from benchmarks.rivals import RIVALS
from benchmarks.timing import medians
from benchmarks.zen import DUE, VERDICTS, engine
from engine.decide.brief import brief_of, decide_briefly
from engine.decide.decision import decide
from engine.expressions.evaluate import Evaluation
from engine.model.decision import Verdict

COUNT = 40


def over(works: list[Any], one: Callable[[Any], object]) -> Callable[[], int]:
    """Work for `medians`: `one` done to each."""

    def work() -> int:
        for each in works:
            one(each)
        return len(works)

    return work


def main() -> None:
    program = renewal()
    facts = applications(COUNT)
    plains = [plain(one) for one in facts]
    numbers = [
        numbered(one, decided(one, DAY).verdicts["no-long-gap"] is not Verdict.MET) for one in facts
    ]
    zen, zen_traced = engine(trace=False), engine(trace=True)
    rivals = {name: make() for name, make in RIVALS.items()}

    for at, one in enumerate(facts):
        brief = decided(one, DAY)
        met = [verdict is Verdict.MET for verdict in brief.verdicts.values()]
        assert decide_briefly(program, one, DAY) == brief
        assert brief_of(decide(program, one, DAY, "")) == brief
        assert decide(program, one, DAY, "") == decide(program, one, DAY, "", Evaluation)
        result = zen(plains[at])
        assert [result[name] for name in VERDICTS] == met
        assert result["fee"] == decided(one, DAY).fees["registration"].amount_minor  # type: ignore[union-attr]
        assert result["late"] == ("late" in brief.fees)
        assert {due for name, due in DUE.items() if result[name]} == (
            set(brief.documents) & set(DUE.values())
        )
        for name, verdicts in rivals.items():
            assert verdicts(numbers[at]) == met, name

    taken = medians(
        {
            "by hand": over(facts, lambda one: decided(one, DAY)),
            "without trace": over(facts, lambda one: decide_briefly(program, one, DAY)),
            "with trace": over(facts, lambda one: decide(program, one, DAY, "")),
            "reference": over(facts, lambda one: decide(program, one, DAY, "", Evaluation)),
            "zen-engine": over(plains, zen),
            "zen-engine, its trace": over(plains, zen_traced),
            **{name: over(numbers, verdicts) for name, verdicts in rivals.items()},
        }
    )
    print(f"One renewal, {COUNT} complete applications, equal results; µs each")
    for name, seconds in taken.items():
        print(f"  {name:<24}{seconds * 1e6:>10.1f}")
    print("Ratios")
    print(f"  without trace / by hand        {taken['without trace'] / taken['by hand']:6.2f}  (3)")
    for name in ("zen-engine", "zen-engine, its trace"):
        print(f"  {name + ' / with trace':<31}{taken[name] / taken['with trace']:6.2f}  (5)")
    for name in rivals:
        print(f"  {name + ' / without trace':<31}{taken[name] / taken['without trace']:6.2f}  (1)")

    fresh = replace(program)
    start = process_time()
    fresh.editions.on(DAY)
    ready = process_time() - start
    print(f"The renewal compiled in {ready * 1e3:.1f} ms (20), {kept(program) / 1e6:.2f} MB (1)")
    print("Rules made by a loop, one service, without trace")
    for line in growth():
        print(f"  {line}")


main()
