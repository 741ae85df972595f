"""The language server: the protocol's words for what `engine.editing` answers.

Places count characters; the protocol counts as the editor asks, in UTF-16 units as a rule, so that
Arabic and signs beyond the first plane are told apart.

What is wrong with the text of one file is told at each keystroke. Everything else waits until
typing has paused, and is looked at in a thread, so that questions are answered meanwhile.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Final

from lsprotocol import types
from pygls import uris
from pygls.lsp.server import LanguageServer

from engine.cli.ports import now
from engine.editing.answers import hover, offers, places
from engine.editing.folder import Folder
from engine.editing.names import Sort
from engine.editing.offering import Offer
from engine.editing.shapes import shape_at
from engine.kept_proofs import read_kept
from engine.model.problem import EngineError, Problem, Span
from engine.model.severity import Severity

_PAUSE_SECONDS: Final = 0.25
_SOURCE: Final = "mumaris"
_SEVERITIES: Final = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
}
_KINDS: Final = {
    Sort.FACT: types.CompletionItemKind.Variable,
    Sort.VALUE: types.CompletionItemKind.Constant,
    Sort.DERIVED: types.CompletionItemKind.Property,
    Sort.TABLE: types.CompletionItemKind.Struct,
    Sort.FUNCTION: types.CompletionItemKind.Function,
    Sort.OWN_FUNCTION: types.CompletionItemKind.Function,
    Sort.CODE: types.CompletionItemKind.EnumMember,
    Sort.KEY: types.CompletionItemKind.Field,
    Sort.WORD: types.CompletionItemKind.EnumMember,
}


class Definitions(LanguageServer):
    """A server of one folder of definitions."""

    def __init__(self, root: Path) -> None:
        super().__init__(
            _SOURCE,
            version("mumaris"),
            text_document_sync_kind=types.TextDocumentSyncKind.Full,
        )
        self.folder = Folder(root, read_kept())
        self._told: set[PurePosixPath] = set()
        self._problems: tuple[Problem, ...] = ()
        self._waiting: asyncio.Task[None] | None = None
        self._checking = ThreadPoolExecutor(1, "check")  # one after the other
        self._edition = 0  # of what was typed

    # Files -------------------------------------------------------------------------------

    def path_of(self, uri: str) -> PurePosixPath | None:
        file = uris.to_fs_path(uri)
        return None if file is None else self.folder.path_of(Path(file))

    def uri_of(self, path: PurePosixPath) -> str:
        return uris.from_fs_path(str(self.folder.file_of(path))) or ""

    def typed(self, uri: str, text: str) -> None:
        path = self.path_of(uri)
        if path is not None:
            self.folder.type(path, text)
            self._edition += 1
            broken = self.folder.own_problems(path)
            if broken:
                self._publish(path, broken)
                self._told.add(path)
            self.check_soon()

    def closed(self, uri: str) -> None:
        path = self.path_of(uri)
        if path is not None:
            self.folder.close(path)
            self._edition += 1
            self.check_soon()

    # Problems ----------------------------------------------------------------------------

    def check_soon(self) -> None:
        """Check when nothing was typed for a moment."""
        if self._waiting is not None:
            self._waiting.cancel()
        self._waiting = asyncio.ensure_future(self._check_after_a_pause())

    async def _check_after_a_pause(self) -> None:
        await asyncio.sleep(_PAUSE_SECONDS)
        edition, loop = self._edition, asyncio.get_running_loop()
        with suppress(OSError, EngineError):  # a folder that is gone is no fault of what is typed
            found = await loop.run_in_executor(self._checking, self.folder.check, now().date())
            if edition == self._edition:  # else another check is on its way
                self._tell(found)

    def begin(self) -> None:
        """Check for the first time. What is kept from then on is not looked through again."""
        with suppress(OSError, EngineError):
            self._tell(self.folder.check(now().date()))
        gc.collect()
        gc.freeze()

    def _tell(self, problems: tuple[Problem, ...]) -> None:
        """Tell the problems of every file, and of those that had some that they have none."""
        self._problems = problems
        by_path: dict[PurePosixPath, list[Problem]] = {path: [] for path in self._told}
        for problem in self._problems:
            by_path.setdefault(problem.span.path, []).append(problem)
        for path, found in by_path.items():
            self._publish(path, found)
        self._told = {path for path, found in by_path.items() if found}

    def _publish(self, path: PurePosixPath, problems: Iterable[Problem]) -> None:
        diagnostics = [self._diagnostic(one) for one in problems]
        parameters = types.PublishDiagnosticsParams(self.uri_of(path), diagnostics)
        self.text_document_publish_diagnostics(parameters)

    def _diagnostic(self, problem: Problem) -> types.Diagnostic:
        hint = f"\n{problem.hint}" if problem.hint else ""
        related = [
            types.DiagnosticRelatedInformation(self.location(span), note)
            for note, span in problem.related
        ]
        return types.Diagnostic(
            self.range(problem.span),
            f"{problem.message}{hint}",
            severity=_SEVERITIES[problem.severity],
            code=problem.code,
            source=_SOURCE,
            related_information=related,
        )

    def fixes(self, uri: str, wanted: types.Range) -> list[types.CodeAction]:
        """What puts a problem on these lines right without asking anybody."""
        path = self.path_of(uri)
        found = []
        for problem in self._problems:
            at = self.range(problem.span)
            is_here = problem.span.path == path and not (
                at.end.line < wanted.start.line or wanted.end.line < at.start.line
            )
            if is_here and problem.fix:
                changes: dict[str, list[types.TextEdit]] = {}
                for edit in problem.fix:
                    change = types.TextEdit(self.range(edit.span), edit.text)
                    changes.setdefault(self.uri_of(edit.span.path), []).append(change)
                found.append(
                    types.CodeAction(
                        problem.hint or problem.message,
                        kind=types.CodeActionKind.QuickFix,
                        diagnostics=[self._diagnostic(problem)],
                        edit=types.WorkspaceEdit(changes=changes),
                        is_preferred=True,
                    )
                )
        return found

    def done(self) -> None:
        """Let a check that is under way come to its end, and begin no other."""
        self._checking.shutdown(cancel_futures=True)

    # Places ------------------------------------------------------------------------------

    def location(self, span: Span) -> types.Location:
        return types.Location(self.uri_of(span.path), self.range(span))

    def range(self, span: Span) -> types.Range:
        """A place, at least one character wide."""
        lines = self.folder.lines(span.path)
        line = min(span.line, len(lines)) - 1
        text = lines[line]
        start = min(span.column - 1, len(text))
        end = max(span.end_column - 1, start + 1) if span.line == line + 1 else start + 1
        return types.Range(
            types.Position(line, self._units(text[:start])),
            types.Position(line, self._units(text[: min(end, len(text))])),
        )

    def column(self, line: str, units: int) -> int:
        """The character of a line that stands after so many units of the protocol."""
        codec = self.workspace.position_codec
        return int(codec.position_from_client_units([line], types.Position(0, units)).character)

    def line(self, path: PurePosixPath, number: int) -> str:
        lines = self.folder.lines(path)
        return lines[number] if number < len(lines) else ""

    def _units(self, text: str) -> int:
        return int(self.workspace.position_codec.client_num_units(text))


def serve(root: Path) -> None:
    """Answer until the editor says that it is done."""
    server = make(root)
    try:
        server.start_io()
    finally:
        server.done()


def make(root: Path) -> Definitions:
    """The server with everything that it answers."""
    server = Definitions(root)

    @server.feature(types.INITIALIZED)
    def _(_: types.InitializedParams) -> None:
        server.begin()

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def _(asked: types.DidOpenTextDocumentParams) -> None:
        server.typed(asked.text_document.uri, asked.text_document.text)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def _(asked: types.DidChangeTextDocumentParams) -> None:
        uri = asked.text_document.uri
        server.typed(uri, server.workspace.get_text_document(uri).source)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def _(asked: types.DidCloseTextDocumentParams) -> None:
        server.closed(asked.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def _(_: types.DidSaveTextDocumentParams) -> None:
        server.check_soon()

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def _(asked: types.HoverParams) -> types.Hover | None:
        path, catalogue = server.path_of(asked.text_document.uri), server.folder.catalogue
        if path is None or catalogue is None:
            return None
        line = server.line(path, asked.position.line)
        column = server.column(line, asked.position.character)
        said = hover(catalogue, path, line, column, now().date())
        if said is None:
            return None
        content = types.MarkupContent(types.MarkupKind.Markdown, said.text)
        return types.Hover(content)

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def _(asked: types.DefinitionParams) -> list[types.Location]:
        path, catalogue = server.path_of(asked.text_document.uri), server.folder.catalogue
        if path is None or catalogue is None:
            return []
        line = server.line(path, asked.position.line)
        column = server.column(line, asked.position.character)
        return [server.location(span) for span in places(catalogue, path, line, column)]

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=[".", '"', "["])
    )
    def _(asked: types.CompletionParams) -> list[types.CompletionItem]:
        path, catalogue = server.path_of(asked.text_document.uri), server.folder.catalogue
        if path is None:
            return []
        number = asked.position.line
        line = server.line(path, number)
        column = server.column(line, asked.position.character)
        shape = shape_at(path, server.folder.lines(path), number, column)
        found = list(shape.offers)
        if catalogue is not None and not shape.is_whole:
            found += offers(catalogue, path, line, column)
        return [_item(one) for one in found]

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix]),
    )
    def _(asked: types.CodeActionParams) -> list[types.CodeAction]:
        return server.fixes(asked.text_document.uri, asked.range)

    return server


def _item(offer: Offer) -> types.CompletionItem:
    return types.CompletionItem(
        offer.text,
        kind=_KINDS.get(offer.sort, types.CompletionItemKind.Reference),
        detail=offer.detail or None,
        documentation=types.MarkupContent(types.MarkupKind.Markdown, offer.about),
        sort_text=f"{offer.rank}{offer.text}",
        insert_text=offer.typed,
    )
