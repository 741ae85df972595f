"""Pin every dependency of pyproject.toml with hashes: `make lock`.

Writes `runtime.txt`, `impact.txt`, `build.txt` and so on beside this file, one for each group. Each
group is resolved under the versions that the groups before it chose, so that all can be installed
together.
Neither the address of an index nor a path of this machine is written: which index serves the
files is the installer's business, and the hashes say whether they are the right ones.

Not here: installing (Makefile), and what the machine itself must have (`preflight.py`).
"""

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
OLDEST = (3, 11)  # what installs there installs on 3.12; the reverse does not hold
GROUPS = ("runtime", "impact", "build", "test", "spark", "bench", "fuzz")
OPTIONS = (
    "--generate-hashes",
    "--allow-unsafe",  # pip and setuptools are pinned like everything else
    "--strip-extras",
    "--no-header",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-trusted-host",
    "--no-emit-options",
    "--quiet",
)
HEADER = "# Written by `make lock` from pyproject.toml ({group}). Do not edit.\n"


def wanted(group: str) -> list[str]:
    """Return the requirements that pyproject.toml declares for `group`."""
    project = tomllib.loads((HERE.parent / "pyproject.toml").read_text("utf-8"))["project"]
    if group == "runtime":
        return list(project["dependencies"])
    return list(project["optional-dependencies"][group])


def lock(group: str, earlier: tuple[str, ...], upgrade: bool) -> None:
    """Resolve `group` and write its file. Pins that still fit are kept unless `upgrade`."""
    target = HERE / f"{group}.txt"
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{group}.in"
        lines = wanted(group) + [f"-c {HERE / name}.txt" for name in earlier]
        source.write_text("\n".join(lines) + "\n", "utf-8")
        command = [sys.executable, "-m", "piptools", "compile", *OPTIONS]
        command += ["--upgrade"] if upgrade else []
        subprocess.run([*command, "--output-file", str(target), str(source)], check=True)
        text = target.read_text("utf-8")
        text = text.replace(f"-r {source}", f"mumaris ({group})")
        for name in earlier:
            text = text.replace(f"-c {HERE / name}.txt", f"{name}.txt")
    target.write_text(HEADER.format(group=group) + text, "utf-8")


def main() -> None:
    if sys.version_info[:2] != OLDEST:
        sys.exit("make lock needs Python 3.11: make clean, then PYTHON=python3.11 make lock")
    for at, group in enumerate(GROUPS):
        lock(group, GROUPS[:at], upgrade="--upgrade" in sys.argv[1:])


if __name__ == "__main__":
    main()
