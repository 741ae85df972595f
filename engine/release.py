"""A release: all of config/, checked, with a hash. Decisions name the release they were made by."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import PurePosixPath

from engine.analysis.proofs import Prover
from engine.definitions.catalogue import Catalogue
from engine.definitions.places import Kind, kind_of
from engine.definitions.read import read_files


@dataclass(frozen=True, slots=True)
class Release:
    """`files` are the bytes that `hash` was made from; equal hashes, equal releases."""

    hash: str
    files: Mapping[PurePosixPath, bytes]
    catalogue: Catalogue

    @classmethod
    def of(cls, files: Mapping[PurePosixPath, bytes], prover: Prover | None = None) -> Release:
        """Read and check the files; raises DefinitionError with every problem.

        Without a prover, what only a proof could find is let pass: see `read_files`.
        """
        return cls(hash_of(files), dict(files), read_files(files, prover))

    @classmethod
    def served(cls, files: Mapping[PurePosixPath, bytes]) -> Release:
        """Read files that were checked when they were published, for a server to answer from.

        Scenarios are left out of the catalogue: most files are, and no answer needs one.
        """
        read = {path: text for path, text in files.items() if kind_of(path)[0] is not Kind.SCENARIO}
        return cls(hash_of(files), dict(files), read_files(read))


def hash_of(files: Mapping[PurePosixPath, bytes]) -> str:
    """SHA-256 over the files in order of path, each path and content preceded by its length.

    >>> hash_of({PurePosixPath("portal.yaml"): b"format: 1"})[:16]
    '6c079e15d0d28d92'
    """
    digest = hashlib.sha256()
    for path, content in sorted((str(path), content) for path, content in files.items()):
        for part in (path.encode(), content):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()


def engine_version() -> str:
    """The version of the engine that decides, as records name it."""
    return version("mumaris")
