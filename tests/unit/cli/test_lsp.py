"""`mumaris lsp` as an editor talks to it: another process, over standard input and output."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from lsprotocol import types
from pygls import uris
from pygls.lsp.client import LanguageClient

SMALL = Path(__file__).parents[2] / "fixtures" / "small-service"
NAME = "rules/parking-permit.yaml"
RIGHT, WRONG = "< permits_per_household", "< permits_per_houshold"
SECONDS = 60
Talk = Callable[["Editor"], Awaitable[None]]


class Editor:
    """An editor with one file open."""

    def __init__(self, config: Path) -> None:
        self.config = config
        self.file = config / NAME
        self.uri = uris.from_fs_path(str(self.file)) or ""
        self.text = self.file.read_text("utf-8")
        self.client = LanguageClient("an editor", "1")
        self.told: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()

        @self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)  # type: ignore[untyped-decorator]
        def _(told: types.PublishDiagnosticsParams) -> None:
            self.told.put_nowait(told)

    async def talk(self, about: Talk) -> None:
        command = "-m", "engine.cli.main", "lsp", "--config", str(self.config)
        await self.client.start_io(sys.executable, *command)
        root = uris.from_fs_path(str(self.config))
        asked = types.InitializeParams(types.ClientCapabilities(), root_uri=root)
        await self.client.initialize_async(asked)
        self.client.initialized(types.InitializedParams())
        item = types.TextDocumentItem(self.uri, "yaml", 1, self.text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        await about(self)
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await self.client.stop()  # type: ignore[no-untyped-call]

    def type(self, text: str, version: int) -> None:
        self.text = text
        document = types.VersionedTextDocumentIdentifier(version, self.uri)
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))

    async def diagnostics(
        self, of: Callable[[list[types.Diagnostic]], bool]
    ) -> list[types.Diagnostic]:
        """What is told of the file when it is as wanted."""
        while True:
            told = await self.told.get()
            found = list(told.diagnostics)
            if told.uri == self.uri and of(found):
                return found

    def at(self, text: str, offset: int = 0) -> types.Position:
        line = next(at for at, one in enumerate(self.text.split("\n")) if text in one)
        before = self.text.split("\n")[line].index(text) + offset
        units = len(self.text.split("\n")[line][:before].encode("utf-16-le")) // 2
        return types.Position(line, units)


@pytest.fixture
def editor(tmp_path: Path) -> Editor:
    return Editor(Path(shutil.copytree(SMALL, tmp_path / "config")))


def talked(editor: Editor, about: Talk) -> None:
    with ThreadPoolExecutor(1) as apart:  # a browser of another test may have a loop in this thread
        apart.submit(asyncio.run, asyncio.wait_for(editor.talk(about), SECONDS)).result()


def test_a_fault_is_told_while_it_is_typed_and_put_right_by_a_quick_fix(editor: Editor) -> None:
    async def about(editor: Editor) -> None:
        editor.type(editor.text.replace(RIGHT, WRONG), 2)
        (told,) = await editor.diagnostics(lambda all_: bool(all_))
        assert told.code == "E201"
        line = editor.text.split("\n")[told.range.start.line]
        assert line[told.range.start.character : told.range.end.character] == WRONG[2:]
        document = types.TextDocumentIdentifier(editor.uri)
        context = types.CodeActionContext([told])
        asked = types.CodeActionParams(document, told.range, context)
        actions = await editor.client.text_document_code_action_async(asked) or []
        for action in actions:
            assert isinstance(action, types.CodeAction)
            assert action.edit is not None
        editor.type(editor.text.replace(WRONG, RIGHT), 3)
        await editor.diagnostics(lambda all_: not all_)

    talked(editor, about)


def test_a_text_that_cannot_be_read_is_told_before_typing_pauses(editor: Editor) -> None:
    async def about(editor: Editor) -> None:
        right = editor.text
        editor.type(right.replace("cite: [parking-order]", "cite: [parking-order", 1), 2)
        editor.type(right, 3)  # at once: nothing was checked between the two
        (told,) = await editor.diagnostics(lambda all_: bool(all_))
        assert told.code is not None
        await editor.diagnostics(lambda all_: not all_)

    talked(editor, about)


def test_an_editor_hovers_goes_to_and_completes(editor: Editor) -> None:
    async def about(editor: Editor) -> None:
        document = types.TextDocumentIdentifier(editor.uri)
        at = editor.at(RIGHT, 4)
        hover = await editor.client.text_document_hover_async(types.HoverParams(document, at))
        assert hover is not None
        assert isinstance(hover.contents, types.MarkupContent)
        assert "Most permits that a household may hold" in hover.contents.value
        asked = types.DefinitionParams(document, editor.at("resident.zone = ", 2))
        places = await editor.client.text_document_definition_async(asked)
        assert isinstance(places, list)
        (place,) = places
        assert isinstance(place, types.Location)
        assert place.uri.endswith("registers/resident.yaml")
        wanted = types.CompletionParams(document, editor.at(RIGHT, 2))
        offered = await editor.client.text_document_completion_async(wanted)
        assert isinstance(offered, list)
        assert "permits_per_household" in {one.label for one in offered}
        wanted = types.CompletionParams(document, editor.at("label: {ar: تصاريح"))
        offered = await editor.client.text_document_completion_async(wanted)
        assert isinstance(offered, list)
        (key,) = (one for one in offered if one.label == "label")
        assert key.detail is not None
        assert key.kind == types.CompletionItemKind.Field
        assert "permits_per_household" not in {one.label for one in offered}

    talked(editor, about)


def test_columns_count_as_the_protocol_does_behind_arabic_and_wide_signs(editor: Editor) -> None:
    async def about(editor: Editor) -> None:
        label = "label: {ar: تصاريح الأسرة أقل من الحد,"
        wrong = "label: {ar: 🅿️ تصاريح, x: y,"
        editor.type(editor.text.replace(label, wrong), 2)
        (told,) = await editor.diagnostics(lambda all_: bool(all_))
        line = editor.text.split("\n")[told.range.start.line]
        units = line.encode("utf-16-le")
        start, end = 2 * told.range.start.character, 2 * told.range.end.character
        assert units[start:end].decode("utf-16-le") == "x"

    talked(editor, about)
