"""What `make assets` built: pages load this, from this server, and nothing else."""

import json
import re
from pathlib import Path

STATIC = Path(__file__).parents[2] / "api/static"


def manifest() -> dict[str, str]:
    names: dict[str, str] = json.loads((STATIC / "manifest.json").read_text("utf-8"))
    return names


def built(name: str) -> str:
    return (STATIC / manifest()[name]).read_text("utf-8")


def test_the_manifest_names_every_file_and_no_other() -> None:
    files = {path.name for path in STATIC.iterdir()} - {"manifest.json"}
    assert set(manifest().values()) == files


def test_a_file_is_named_after_its_content() -> None:
    loose = [
        (name, file)
        for name, file in manifest().items()
        if not re.fullmatch(rf"{re.escape(Path(name).stem)}-[0-9A-Za-z]{{8}}\.\w+", file)
    ]
    assert loose == []


def test_the_style_sheet_has_two_weights_in_arabic_and_latin() -> None:
    wanted = {
        f"ibm-plex-sans-arabic-{subset}-{weight}-normal.woff2"
        for subset in ("arabic", "latin")
        for weight in (400, 600)
    }
    fonts = {name for name in manifest() if name.endswith(".woff2")}
    assert fonts == wanted
    assert [name for name in fonts if manifest()[name] not in built("portal.css")] == []


def test_the_style_sheet_loads_from_this_server_only() -> None:
    addresses = re.findall(r"url\(([^)]*)\)", built("portal.css"))
    assert addresses
    assert [one for one in addresses if "//" in one] == []
