"""Find a Chromium for the browser tests, or install one: `python -m tests.support.browser`.

Tried in this order: `MUMARIS_CHROMIUM`; a browser on PATH; the one that Playwright downloaded
earlier. Where there is none, the command installs Debian's package when it runs as root on a
Debian, and otherwise asks Playwright to download its own.

`Visit` says how a person comes: screen, language, and whether JavaScript runs.

Not here: the fixtures that open pages (`tests/browser/conftest.py`).
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# A test browser talks to the tested server only: every feature that calls home is off.
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
ADVICE = """no Chromium for the browser tests was found, and none could be installed.
  on Debian: sudo apt install chromium
  elsewhere: install Chromium or Chrome so that it is on PATH, or name one:
    MUMARIS_CHROMIUM=/path/to/chrome make test
"""


@dataclass(frozen=True, slots=True)
class Visit:
    """One way to come to the portal. The default is an Arabic phone with JavaScript."""

    width: int = 360
    height: int = 800
    language: str = "ar"
    javascript: bool = True

    def __str__(self) -> str:
        """Return the id that a parametrised test shows."""
        script = "js" if self.javascript else "no-js"
        return f"{self.language}-{self.width}-{script}"


def launch_flags() -> list[str]:
    """Return the flags to start with. Chromium's sandbox refuses to run as root."""
    return [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(FLAGS)


def executable() -> Path | None:
    """Return the browser to use, or None where there is none.

    Raises:
        FileNotFoundError: if `MUMARIS_CHROMIUM` names something that is not there. We never
            take another browser than the one that was asked for.
    """
    chosen = os.environ.get("MUMARIS_CHROMIUM")
    if chosen:
        if not Path(chosen).is_file():
            raise FileNotFoundError(f"MUMARIS_CHROMIUM names `{chosen}`, which is not a file")
        return Path(chosen)
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return Path(found) if found else downloaded()


def downloaded() -> Path | None:
    """Return the browser that Playwright downloaded for its own release, if it did."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.is_file() else None


def install() -> None:
    """Install a browser where that needs no answer. Failing is not an error here."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        apt = ["apt-get", "-o", "DPkg::Lock::Timeout=300", "-qq"]
        subprocess.run([*apt, "update"], check=False, env=quiet)
        chromium = [*apt, "install", "-y", "--no-install-recommends", "chromium"]
        subprocess.run(chromium, check=False, env=quiet, stdout=subprocess.DEVNULL)
    if executable() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    if executable() is None:
        sys.stderr.write("no Chromium here yet: installing one for the browser tests\n")
        install()
    found = executable()
    sys.stderr.write(f"browser tests use {found}\n" if found else ADVICE)
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
