"""Background work of a server in development: the worker's jobs, and publishing config/.

In production `mumaris worker` does the jobs, and `mumaris publish` is run by hand.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from litestar.concurrency import sync_to_thread

from api.logs import log
from api.runtime import Runtime
from engine.analysis.proofs import Prover
from engine.definitions.read import read_folder
from engine.kept_proofs import keep, read_kept
from engine.model.problem import DefinitionError
from engine.operations import releases
from engine.operations.working import JOBS, Job, work_off


@asynccontextmanager
async def watch(runtime: Runtime) -> AsyncIterator[None]:
    """Run the background work while the server does."""
    tasks: list[asyncio.Task[None]] = []
    stopping = threading.Event()
    if runtime.settings.is_development:
        tasks += [asyncio.create_task(_job(runtime, job, stopping)) for job in JOBS]
        tasks.append(asyncio.create_task(_config(runtime)))
    try:
        yield
    finally:
        stopping.set()
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task


async def _job(runtime: Runtime, job: Job, stopping: threading.Event) -> None:
    while True:
        await asyncio.sleep(job.every.total_seconds())
        try:
            done = await sync_to_thread(
                work_off, job, runtime.ports, runtime.clock, stopping.is_set
            )
        except Exception:  # noqa: BLE001  # its rows are still there at its next time
            log().exception("job.failed", job=job.name)
        else:
            if done:
                log().info("job.done", job=job.name, count=done)


async def _config(runtime: Runtime) -> None:
    from watchfiles import awatch

    async for _ in awatch(runtime.settings.config):
        try:
            await sync_to_thread(publish_folder, runtime, runtime.settings.config)
        except Exception:  # noqa: BLE001  # whatever fails, the watch goes on
            log().exception("publishing failed")


def publish_folder(runtime: Runtime, folder: Path) -> bool:
    """Publish what `folder` holds now; a broken one is logged and changes nothing.

    What was proved before is not proved again: an author waits for this.
    """
    files, prover = read_folder(folder), Prover(read_kept())
    try:
        published = releases.publish(
            runtime.ports, files, "development", "", None, runtime.clock(), prover
        )
    except DefinitionError as error:
        log().error("config is broken; the release in force stays", problems=str(error))
        return False
    keep(prover.answers)
    if published.is_new:
        log().info("published", release=published.release.hash)
    return published.is_new
