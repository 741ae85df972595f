"""What the machine must have before `make` can install anything. Prints the Python to use.

Runs on whatever `python3` is, from 3.7 on, with the standard library only: this is the program
that says that a release is too old. A Python counts only if it runs (a shim of a version
manager may exist and fail), is 3.11 or 3.12, can make a virtual environment, and can compile a
file that includes `Python.h`, because durable-rules is published as source only.

Standard output is the path of that Python, and nothing else; what is missing goes to standard
error with what to type, and the exit status is 1. `PYTHON=/path make run` tries that one only.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from typing import NamedTuple

VERSIONS = ("3.12", "3.11")
PROBE = """
import json, sys, sysconfig
try:
    import ensurepip, venv
    venv = True
except ImportError:
    venv = False
print(json.dumps({
    "path": getattr(sys, "_base_executable", sys.executable),  # never a venv's own
    "version": "%d.%d" % sys.version_info[:2],
    "venv": venv,
    "compiler": sysconfig.get_config_var("CC") or "cc",
    "include": sysconfig.get_path("include"),
    "platinclude": sysconfig.get_path("platinclude"),
}))
"""
C_PROGRAM = "#include <stdlib.h>\nint main(void) { return 0; }\n"
C_EXTENSION = "#include <Python.h>\n"


class Python(NamedTuple):
    """One interpreter, as it describes itself."""

    path: str
    version: str
    venv: bool
    compiler: str
    include: str
    platinclude: str


class Missing(NamedTuple):
    """One thing this machine lacks, and Debian's packages for it."""

    what: str
    packages: str


def candidates() -> list[str]:
    """Return the programs to try, best first; a broken shim must not hide a good one."""
    chosen = os.environ.get("PYTHON")
    if chosen:
        return [shutil.which(chosen) or chosen]
    names = [f"python{version}" for version in VERSIONS] + ["python3"]
    found = [shutil.which(name, path=folder) for name in names for folder in os.get_exec_path()]
    return [path for path in found if path] + [sys.executable]


def output(command: list[str]) -> str | None:
    """Return what `command` prints, or None where it cannot be run or fails."""
    try:
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace")


def pythons() -> list[Python]:
    """Return every distinct Python of a usable version, in the order to prefer."""
    found: list[Python] = []
    for path in candidates():
        answer = output([path, "-c", PROBE])
        python = Python(**json.loads(answer)) if answer else None
        if python and python.version in VERSIONS and python not in found:
            found.append(python)
    return found


def compiles(compiler: list[str], source: str) -> bool:
    """Say whether `source` compiles to an object file."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "probe.c")
        with open(path, "w", encoding="ascii") as file:
            file.write(source)
        return output([*compiler, "-c", path, "-o", path + ".o"]) is not None


def lacks(python: Python) -> list[Missing]:
    """Return what is missing beside this Python. Headers are tried, not looked for."""
    missing = []
    if not python.venv:
        modules = f"the modules `venv` and `ensurepip` of Python {python.version}"
        missing.append(Missing(modules, f"python{python.version}-venv"))
    compiler = shlex.split(os.environ.get("CC") or python.compiler)
    folders = [python.include, python.platinclude]
    if compiles(compiler, C_PROGRAM):
        headers = compiles([*compiler, *(f"-I{folder}" for folder in folders)], C_EXTENSION)
    else:
        missing.append(Missing(f"a C compiler: `{compiler[0]}` does not work", "gcc libc6-dev"))
        headers = any(os.path.exists(os.path.join(folder, "Python.h")) for folder in folders)
    if not headers:
        name = f"the C headers of Python {python.version}"
        missing.append(Missing(name, f"python{python.version}-dev"))
    return missing


def complaint(found: list[Python]) -> str:
    """Say what to install, for the best Python found or for want of any."""
    if found:
        missing = lacks(found[0])
        lines = [f"mumaris can use {found[0].path}, but this machine lacks:"]
        lines += [f"  {one.what}" for one in missing]
        lines += ["on Debian: sudo apt install " + " ".join(one.packages for one in missing)]
    else:
        lines = [
            "mumaris needs Python 3.11 or 3.12, and none that runs was found"
            + (f" at `{os.environ['PYTHON']}`." if os.environ.get("PYTHON") else " on PATH."),
            "on Debian 12: sudo apt install python3 python3-venv python3-dev gcc libc6-dev make",
            "where `python3` is another release: install one (pyenv install 3.12), then",
            "  PYTHON=/path/to/python3.12 make run",
        ]
    return "\n".join(lines) + "\n"


def main() -> int:
    found = pythons()
    for python in found:
        if not lacks(python):
            sys.stdout.write(python.path + "\n")
            return 0
    sys.stderr.write(complaint(found))
    return 1


if __name__ == "__main__":
    sys.exit(main())
