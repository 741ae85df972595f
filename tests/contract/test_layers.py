"""Who may import whom: the contracts of pyproject.toml, and the model's own."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODEL = sorted((ROOT / "engine/model").rglob("*.py"))
assert MODEL, "an empty folder must not pass"


def imported(path: Path) -> Iterator[str]:
    """Yield the dotted name of every module that a file imports, at any depth of it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_imports_keep_to_the_layers() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_model_imports_the_standard_library_only() -> None:
    foreign = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in MODEL
        for name in imported(path)
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("engine.model")
    ]
    assert foreign == []
