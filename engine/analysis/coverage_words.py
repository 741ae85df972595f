"""What scenarios show, told: as a table with the gaps under it, as JSON, and for a report."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from engine.analysis.coverage import Gap, Kind, ServiceCoverage, Share
from engine.definitions.catalogue import Catalogue
from engine.model.words import Language

_NOTHING: Final = "-"
_TITLES: Final = ("service", "scenarios", *(str(kind) for kind in Kind), "all")


def coverage_text(covered: Sequence[ServiceCoverage]) -> str:
    """A line for each service with the part that is shown of each kind, then what is missing."""
    lines = [*_table([_TITLES, *map(_row, covered), _whole(covered)])]
    missing = [str(gap) for one in covered for gap in one.gaps]
    if missing:
        count = "1 thing is" if len(missing) == 1 else f"{len(missing)} things are"
        lines += ["", *missing, f"{count} shown by none"]
    else:
        lines += ["", "all of it is shown"]
    return "\n".join(lines)


def coverage_json(covered: Sequence[ServiceCoverage]) -> str:
    """Per service and kind how many sides there are and are shown; lines count from 1."""
    return json.dumps({"format": 1, "services": [*map(_service, covered)]}, indent=2)


@dataclass(frozen=True, slots=True)
class CoverageView:
    """What `templates/reports/coverage.html` reads: rows of (title, scenarios, parts, whole), a
    part None where there is nothing to show; gaps by the title of their service."""

    kinds: tuple[str, ...]
    rows: tuple[tuple[str, int, tuple[int | None, ...], int | None], ...]
    gaps: tuple[tuple[str, tuple[Gap, ...]], ...]


def coverage_view(
    catalogue: Catalogue, covered: Sequence[ServiceCoverage], language: Language
) -> CoverageView:
    titles = {one.service: catalogue.declared(one.service).title.in_(language) for one in covered}
    return CoverageView(
        tuple(_key(kind) for kind in Kind),
        tuple(
            (
                titles[one.service],
                one.scenarios,
                tuple(one.shares.get(kind, Share()).percent for kind in Kind),
                one.whole.percent,
            )
            for one in covered
        ),
        tuple((titles[one.service], one.gaps) for one in covered if one.gaps),
    )


def _key(kind: Kind) -> str:
    """The phrase of a kind."""
    return f"coverage.{kind.name.lower()}"


def least(covered: Sequence[ServiceCoverage]) -> int:
    """The part of the service of which the least is shown; 100 where there is nothing to show."""
    return min((one.whole.percent for one in covered if one.whole.percent is not None), default=100)


def _row(one: ServiceCoverage) -> tuple[str, ...]:
    shares = (one.shares.get(kind, Share()) for kind in Kind)
    return one.service, str(one.scenarios), *map(_percent, shares), _percent(one.whole)


def _whole(covered: Sequence[ServiceCoverage]) -> tuple[str, ...]:
    of_kinds: dict[Kind, Share] = defaultdict(Share)
    for one in covered:
        for kind, share in one.shares.items():
            of_kinds[kind] += share
    scenarios = str(sum(one.scenarios for one in covered))
    whole = sum(of_kinds.values(), Share())
    return "all", scenarios, *(_percent(of_kinds[kind]) for kind in Kind), _percent(whole)


def _percent(share: Share) -> str:
    return _NOTHING if share.percent is None else f"{share.percent}%"


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Columns of equal width, the first from its beginning and numbers from their end."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *cells in rows:
        numbers = (cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))
        yield f"{name.ljust(widths[0])}  {'  '.join(numbers)}"


def _service(one: ServiceCoverage) -> dict[str, object]:
    gaps = [
        {
            "kind": str(gap.kind),
            "path": str(gap.span.path),
            "line": gap.span.line,
            "column": gap.span.column,
            "what": gap.what,
            "is_so": gap.is_so,
            "message": gap.message,
        }
        for gap in one.gaps
    ]
    shares = {
        str(kind): {"shown": share.shown, "total": share.total}
        for kind, share in sorted(one.shares.items(), key=lambda item: [*Kind].index(item[0]))
    }
    return {"service": one.service, "scenarios": one.scenarios, "kinds": shares, "gaps": gaps}
