"""The history of one rule, value, table, document or fee: how it stood in each release.

Read from the files of kept releases as text and tree, without compiling them.
"""

from __future__ import annotations

from typing import TypeAlias

from engine.definitions import lineage
from engine.definitions.entries import EntryFinder, EntryKind
from engine.definitions.lineage import Lineage, lineage_of
from engine.operations.audit.publications import files_of
from engine.operations.ports import Ports
from engine.operations.results import NotThere
from engine.store.entries import Publication

Version: TypeAlias = lineage.Version[Publication]
DatedEntry: TypeAlias = lineage.DatedEntry[Publication]


def history_of_entry(ports: Ports, rules: str, kind: EntryKind, name: str) -> Lineage[Publication]:
    """How an entry of rules/<rules>.yaml stood since the first publication; raises NotThere."""
    with ports.store.read() as work:
        publications = work.releases.history()[::-1]
    finder = EntryFinder(rules, kind, name)
    found = lineage_of([(one, finder.of(files_of(ports, one.release))) for one in publications])
    if found is None:
        raise NotThere(f"no release has a {kind} `{name}` in rules/{rules}.yaml")
    return found
