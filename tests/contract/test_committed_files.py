"""What no committed file may hold: this machine's paths, and the hosts of package registries.

A file that names either works in one place only, or sends everyone to one place.
"""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]

# Written in pieces, so that this file does not find itself.
HOSTS = (
    "pypi" + ".org",
    "files.python" + "hosted.org",
    "registry." + "npmjs.org",
    "registry." + "yarnpkg.com",
)
PATHS = r"(?<![\w.~-])/(?:root|work|home/\w+|Users/\w+)/\w"
FORBIDDEN = re.compile("|".join([*map(re.escape, HOSTS), PATHS]))
# The conformance files lie beside the checkout: these alone may look there.
BESIDE = "../" + "shared"
MAY_LOOK_BESIDE = (".ci/run", "tests/conformance/")


def committed() -> list[Path]:
    """Return every file that is committed or would be: what git ignores is left out."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    paths = [Path(name) for name in done.stdout.split("\0") if name]
    return [path for path in paths if (ROOT / path).is_file()]


def lines_of(path: Path) -> list[str]:
    content = (ROOT / path).read_bytes()
    return [] if b"\0" in content else content.decode("utf-8", "replace").splitlines()


def is_out_of_place(path: Path, line: str) -> bool:
    looks_beside = BESIDE in line and not path.as_posix().startswith(MAY_LOOK_BESIDE)
    return looks_beside or FORBIDDEN.search(line) is not None


def test_no_committed_file_names_a_registry_or_a_path_of_a_machine() -> None:
    paths = committed()
    assert paths, "an empty list must not pass"
    found = [
        f"{path}:{number}: {line.strip()[:80]}"
        for path in paths
        for number, line in enumerate(lines_of(path), 1)
        if is_out_of_place(path, line)
    ]
    assert found == []


def test_no_front_end_package_is_copied_into_the_repository() -> None:
    copied = [path for path in committed() if path.suffix in {".woff", ".woff2", ".ttf", ".otf"}]
    minified = [path for path in committed() if path.name.endswith((".min.js", ".min.css"))]
    assert copied + minified == []
