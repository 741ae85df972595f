"""Services proved beside each other are found to be what they are one after the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.analysis.proofs import Prover
from engine.analysis.proving import apart
from engine.analysis.proving.service import findings_of
from engine.analysis.whole import worlds
from engine.definitions.read import read_files, read_folder

TWO = Path(__file__).parents[3] / "fixtures" / "two-parents"


@pytest.mark.parametrize("few", [0, 10])
def test_findings_are_the_same_beside_each_other(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_FEW", few)
    files = read_folder(TWO)
    catalogue = read_files(files)
    of = dict(worlds(catalogue))
    assert len(of) == 2
    alone = {id: findings_of(catalogue, id, world, Prover()) for id, world in of.items()}
    assert dict(apart.proved(catalogue, files, of)) == alone
