"""XML that is refused: before anything is expanded, fetched or built."""

from pathlib import PurePosixPath

import pytest

from engine.dmn.xml import MAX_BYTES, MAX_DEPTH, XmlError, read_xml

PATH = PurePosixPath("model.dmn")
BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<x>&b;</x>"""
OUTSIDE = b"""<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>"""


@pytest.mark.parametrize("content", [BOMB, OUTSIDE])
def test_a_document_type_is_refused(content: bytes) -> None:
    with pytest.raises(XmlError, match="document type declaration is refused"):
        read_xml(content, PATH)


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    with pytest.raises(XmlError, match="larger than 4 MiB"):
        read_xml(b" " * (MAX_BYTES + 1), PATH)


def test_deep_nesting_is_refused() -> None:
    depth = MAX_DEPTH + 1
    with pytest.raises(XmlError, match="nested too deep"):
        read_xml(b"<a>" * depth + b"</a>" * depth, PATH)


@pytest.mark.parametrize("content", [b"", b"<a>", b"<a></b>", b"\xff\xfe\x00", b"<a>&x;</a>"])
def test_what_is_no_xml_is_refused_with_a_place(content: bytes) -> None:
    with pytest.raises(XmlError, match=r"model\.dmn.*no XML"):
        read_xml(content, PATH)


def test_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(XmlError):
        read_xml(b'<?xml version="1.0" encoding="nonsense"?><a/>', PATH)


def test_elements_keep_their_place_and_their_own_text() -> None:
    root = read_xml(b'<a xmlns="n">\n  <b k="v">text</b></a>', PATH)
    inner = root.first("b")
    assert inner is not None
    assert (inner.text, inner.attributes["k"], str(inner.at)) == ("text", "v", "model.dmn:2:3")
