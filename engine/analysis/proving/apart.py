"""Services proved beside each other, each in a process that reads the configuration by itself.

A solver keeps one core busy, and no service is asked about another. What a process found comes back
as text; a finding with an example cannot, so its service is proved again by whoever asked.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import repeat
from multiprocessing import get_context
from pathlib import PurePosixPath
from typing import Final, TypeAlias

from engine.analysis.proofs import Prover
from engine.analysis.proving.finding import Finding
from engine.analysis.proving.keeping import can_be_kept, read, written
from engine.analysis.proving.service import findings_of
from engine.analysis.questions import World
from engine.analysis.whole import worlds
from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files

_Files: TypeAlias = tuple[tuple[PurePosixPath, bytes], ...]
_FEW: Final = 4  # services that are proved before other processes would have begun


def proved(
    catalogue: Catalogue, files: Mapping[PurePosixPath, bytes], of: Mapping[str, World]
) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """The findings of each service, in no particular order; `files` are those of `catalogue`."""
    count = os.cpu_count() or 1
    if count < 2 or len(of) < _FEW:
        for id, world in of.items():
            yield id, findings_of(catalogue, id, world, Prover())
        return
    order = sorted(of, key=lambda id: -len(of[id].program.facts))  # what takes longest begins first
    read_by_each = tuple(files.items())
    with ProcessPoolExecutor(count, get_context("spawn")) as pool:
        texts = pool.map(_prove, repeat(read_by_each, len(order)), order)
        for id, text in zip(order, texts, strict=True):
            if text is None:
                yield id, findings_of(catalogue, id, of[id], Prover())
            else:
                yield id, read(text)


# In a process of its own --------------------------------------------------------------------


def _prove(files: _Files, service: str) -> str | None:
    """What is found, as text; None where it has to be found by whoever asks."""
    catalogue, of = _read(files)
    found: Sequence[Finding] = findings_of(catalogue, service, of[service], Prover())
    return written(found) if can_be_kept(found) else None


@cache
def _read(files: _Files) -> tuple[Catalogue, Mapping[str, World]]:
    """The configuration, read once by a process, which keeps all of it to its end."""
    gc.disable()
    catalogue = read_files(dict(files))
    return catalogue, dict(worlds(catalogue))
